/**
 * Files that are programs. SES refuses a mail with one of these endings as a whole (SES guide, "Unsupported attachment types"), and so do most mail servers: better said
 * while the mail is written than as a failed mail.
 */

const ENDINGS: ReadonlySet<string> = new Set(
  (
    'ade adp app asp bas bat cer chm cmd com cpl crt csh der dll exe fxp gadget hlp hta inf ins isp its jar js jse ksh lib lnk mad maf mag mam maq mar mas mat mau ' +
    'mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp mst ops pcd pif plg prf prg reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml ' +
    'psc1 psc2 tmp url vb vbe vbs vps vsmacros vss vst vsw vxd ws wsc wsf wsh xnk'
  ).split(' '),
);

const TYPES =
  /^application\/(?:x-(?:msdownload|msdos-program|dosexec|executable|msi|ms-installer|bat|csh|sh|java-archive|javascript)|java-archive|javascript|vnd\.microsoft\.portable-executable|hta)$/i;

export const IS_PROGRAM = 'is a program, which mail servers refuse; send a link to it instead';

/** Windows drops dots and spaces at the end, so they hide nothing. */
export const isProgramName = (name: string): boolean => {
  const [, ending = ''] = /\.([^.]*)$/.exec(name.replace(/[. ]+$/, '')) ?? [];
  return ENDINGS.has(ending.toLowerCase());
};

export const isProgramType = (contentType: string): boolean => TYPES.test(contentType);
