/**
 * Finds which of many words stand in a text, in one pass (Aho and Corasick, "Efficient string matching", CACM 18:6, 1975), as a table: a step is one
 * look-up however many words there are. For rule-index.ts.
 */

export interface WordAutomaton {
  /** Calls `onWord` with the number of each word that stands in the text, each at least once. */
  find(text: string, onWord: (word: number) => void): void;
}

interface Trie {
  /** Next node by letter class, node by node; 0 = the root. */
  readonly next: Int32Array;
  readonly classes: number;
  /** Class of a UTF-16 unit; 0 = in no word. */
  readonly classOf: Uint16Array;
  readonly endsAt: readonly (readonly number[])[];
}

const classesOf = (words: readonly string[]): { readonly classOf: Uint16Array; readonly classes: number } => {
  const classOf = new Uint16Array(65_536);
  let classes = 1;
  for (const word of words)
    for (let at = 0; at < word.length; at += 1) {
      const unit = word.charCodeAt(at);
      if (classOf[unit] === 0) {
        classOf[unit] = classes;
        classes += 1;
      }
    }
  return { classOf, classes };
};

const trieOf = (words: readonly string[]): Trie => {
  const { classOf, classes } = classesOf(words);
  const most = words.reduce((sum, word) => sum + word.length, 1);
  const next = new Int32Array(most * classes);
  const endsAt: number[][] = [[]];
  let nodes = 1;
  for (const [number, word] of words.entries()) {
    let node = 0;
    for (let at = 0; at < word.length; at += 1) {
      const cell = node * classes + (classOf[word.charCodeAt(at)] ?? 0);
      let child = next[cell] ?? 0;
      if (child === 0) {
        child = nodes;
        nodes += 1;
        endsAt.push([]);
        next[cell] = child;
      }
      node = child;
    }
    endsAt[node]?.push(number);
  }
  return { next: next.slice(0, nodes * classes), classes, classOf, endsAt };
};

/** Fills in where each node goes when a letter does not continue it, and the nearest shorter node that ends a word. */
const completed = ({ next, classes, endsAt }: Trie): { readonly shorter: Int32Array } => {
  const fail = new Int32Array(endsAt.length);
  const shorter = new Int32Array(endsAt.length);
  const queue: number[] = [];
  for (let letter = 1; letter < classes; letter += 1) {
    const child = next[letter] ?? 0;
    if (child !== 0) queue.push(child);
  }
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] ?? 0;
    const back = fail[node] ?? 0;
    shorter[node] = (endsAt[back]?.length ?? 0) > 0 ? back : (shorter[back] ?? 0);
    for (let letter = 1; letter < classes; letter += 1) {
      const cell = node * classes + letter;
      const child = next[cell] ?? 0;
      const other = next[back * classes + letter] ?? 0;
      if (child === 0) next[cell] = other;
      else {
        fail[child] = other;
        queue.push(child);
      }
    }
  }
  return { shorter };
};

/** @param words none empty. Memory: nodes times letters of four bytes; the caller bounds the words. */
export const makeWordAutomaton = (words: readonly string[]): WordAutomaton => {
  const trie = trieOf(words);
  const { next, classes, classOf, endsAt } = trie;
  const { shorter } = completed(trie);
  return {
    find: (text, onWord) => {
      let node = 0;
      for (let at = 0; at < text.length; at += 1) {
        const letter = classOf[text.charCodeAt(at)] ?? 0;
        node = letter === 0 ? 0 : (next[node * classes + letter] ?? 0);
        for (let end = node; end !== 0; end = shorter[end] ?? 0) for (const word of endsAt[end] ?? []) onWord(word);
      }
    },
  };
};
