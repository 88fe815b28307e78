/** Media types of the extensions that few apps meet (from IANA and mime-db 1.54), as one string that is searched, never taken apart. */

/** In each line the beginning of types, then each type's rest with its extensions, every one between two colons. */
const TABLE = `
application/ andrew-inset:ez: appinstaller:appinstaller: applixware:aw: appx:appx: appxbundle:appxbundle: atomcat+xml:atomcat:
application/ atomdeleted+xml:atomdeleted: atomsvc+xml:atomsvc: atsc-dwd+xml:dwd: atsc-held+xml:held: atsc-rsat+xml:rsat: automationml-aml+xml:aml:
application/ automationml-amlx+zip:amlx: bdoc:bdoc: calendar+xml:xcs: ccxml+xml:ccxml: cdfx+xml:cdfx: cdmi-capability:cdmia: cdmi-container:cdmic:
application/ cdmi-domain:cdmid: cdmi-object:cdmio: cdmi-queue:cdmiq: cpl+xml:cpl: cu-seeme:cu: cwl:cwl: dash-patch+xml:mpp: davmount+xml:davmount:
application/ dicom:dcm: docbook+xml:dbk: dssc+der:dssc: dssc+xml:xdssc: ecmascript:ecma: emma+xml:emma: emotionml+xml:emotionml: exi:exi:
application/ express:exp: fdf:fdf: fdt+xml:fdt: font-tdpfr:pfr: gml+xml:gml: gxf:gxf: hyperstudio:stk: inkml+xml:ink:inkml: ipfix:ipfix: its+xml:its:
application/ java-serialized-object:ser: java-vm:class: jsonml+json:jsonml: lgr+xml:lgr: lost+xml:lostxml: mac-binhex40:hqx: mac-compactpro:cpt:
application/ mads+xml:mads: marc:mrc: marcxml+xml:mrcx: mathematica:ma:nb:mb: mathml+xml:mathml: media-policy-dataset+xml:mpf:
application/ mediaservercontrol+xml:mscml: metalink+xml:metalink: metalink4+xml:meta4: mets+xml:mets: mmt-aei+xml:maei: mmt-usd+xml:musd:
application/ mods+xml:mods: mp21:m21:mp21: mp4:mp4s:m4p: msix:msix: msixbundle:msixbundle: mxf:mxf:
application/ octet-stream:dms:lrf:mar:dist:distz:bpk:dump:elc:deploy:msp:msm:buffer: oda:oda: oebps-package+xml:opf: omdoc+xml:omdoc:
application/ onenote:onetoc:onetoc2:onetmp:onepkg:one:onea: oxps:oxps: p2p-overlay+xml:relo: patch-ops-error+xml:xer: pics-rules:prf: pkcs10:p10:
application/ pkcs7-mime:p7m:p7c: pkcs7-signature:p7s: pkcs8:p8: pkix-attr-cert:ac: pkix-crl:crl: pkix-pkipath:pkipath: pkixcmp:pki: pls+xml:pls:
application/ provenance+xml:provx: prs.cww:cww: prs.xsf+xml:xsf: pskc+xml:pskcxml: reginfo+xml:rif: relax-ng-compact-syntax:rnc:
application/ resource-lists+xml:rl: resource-lists-diff+xml:rld: route-apd+xml:rapd: route-s-tsid+xml:sls: route-usd+xml:rusd: rpki-ghostbusters:gbr:
application/ rpki-manifest:mft: rpki-roa:roa: rsd+xml:rsd: sbml+xml:sbml: scvp-cv-request:scq: scvp-cv-response:scs: scvp-vp-request:spq:
application/ scvp-vp-response:spp: sdp:sdp: senml+xml:senmlx: sensml+xml:sensmlx: set-payment-initiation:setpay: set-registration-initiation:setreg:
application/ shf+xml:shf: sieve:siv:sieve: smil+xml:smi:smil: sparql-query:rq: sparql-results+xml:srx: srgs:gram: srgs+xml:grxml: sru+xml:sru:
application/ ssdl+xml:ssdl: ssml+xml:ssml: swid+xml:swidtag: tei+xml:tei:teicorpus: thraud+xml:tfi: timestamped-data:tsd: ttml+xml:ttml: ubjson:ubj:
application/ urc-ressheet+xml:rsheet: urc-targetdesc+xml:td: voicexml+xml:vxml: watcherinfo+xml:wif: widget:wgt: winhlp:hlp: wspolicy+xml:wspolicy:
application/ xaml+xml:xaml: xcap-att+xml:xav: xcap-caps+xml:xca: xcap-diff+xml:xdf: xcap-el+xml:xel: xcap-ns+xml:xns: xenc+xml:xenc: xfdf:xfdf:
application/ xliff+xml:xlf: xml:rng: xml-dtd:dtd: xop+xml:xop: xproc+xml:xpl: xspf+xml:xspf: xv+xml:mxml:xhvml:xvml:xvm: yang:yang: yin+xml:yin:
application/ zip+dotlottie:lottie:
application/vnd. 1000minds.decision-model+xml:1km: 3gpp.pic-bw-large:plb: 3gpp.pic-bw-small:psb: 3gpp.pic-bw-var:pvb: 3gpp2.tcap:tcap:
application/vnd. 3m.post-it-notes:pwn: accpac.simply.aso:aso: accpac.simply.imp:imp: acucobol:acu: acucorp:atc:acutc:
application/vnd. adobe.air-application-installer-package+zip:air: adobe.formscentral.fcdt:fcdt: adobe.fxp:fxp:fxpl: adobe.xdp+xml:xdp: age:age:
application/vnd. ahead.space:ahead: airzip.filesecure.azf:azf: airzip.filesecure.azs:azs: amazon.ebook:azw: americandynamics.acc:acc: amiga.ami:ami:
application/vnd. anser-web-certificate-issue-initiation:cii: anser-web-funds-transfer-initiation:fti: antix.game-component:atx:
application/vnd. apple.installer+xml:mpkg: apple.pkpass:pkpass: aristanetworks.swi:swi: astraea-software.iota:iota: audiograph:aep: autodesk.fbx:fbx:
application/vnd. balsamiq.bmml+xml:bmml: blueice.multipass:mpm: bmi:bmi: businessobjects:rep: chemdraw+xml:cdxml: chipnuts.karaoke-mmd:mmd:
application/vnd. cinderella:cdy: citationstyles.style+xml:csl: claymore:cla: cloanto.rp9:rp9: clonk.c4group:c4g:c4d:c4f:c4p:c4u:
application/vnd. cluetrust.cartomobile-config:c11amc: cluetrust.cartomobile-config-pkg:c11amz: commonspace:csp: contact.cmsg:cdbcmsg:
application/vnd. cosmocaller:cmc: criticaltools.wbs+xml:wbs: ctc-posml:pml: cups-ppd:ppd: curl.car:car: curl.pcurl:pcurl: data-vision.rdz:rdz:
application/vnd. dbf:dbf: dcmp+xml:dcmp: denovo.fcselayout-link:fe_launch: dna:dna: dolby.mlp:mlp: dpgraph:dpg: dreamfactory:dfac: ds-keypoint:kpxx:
application/vnd. dvb.ait:ait: dvb.service:svc: dynageo:geo: ecowin.chart:mag: enliven:nml: epson.esf:esf: epson.msf:msf: epson.quickanime:qam:
application/vnd. epson.salt:slt: epson.ssf:ssf: eszigno3+xml:es3:et3: ezpix-album:ez2: ezpix-package:ez3: fdsn.mseed:mseed: fdsn.seed:seed:dataless:
application/vnd. flographit:gph: fluxtime.clip:ftc: framemaker:fm:frame:maker:book: frogans.fnc:fnc: frogans.ltf:ltf: fsc.weblaunch:fsc:
application/vnd. fuzzysheet:fzs: genomatix.tuxedo:txd: geogebra.file:ggb: geogebra.slides:ggs: geogebra.tool:ggt: geometry-explorer:gex:gre:
application/vnd. geonext:gxt: geoplan:g2w: geospace:g3w: gmx:gmx: google-apps.document:gdoc: google-apps.drawing:gdraw: google-apps.form:gform:
application/vnd. google-apps.jam:gjam: google-apps.map:gmap: google-apps.presentation:gslides: google-apps.script:gscript: google-apps.site:gsite:
application/vnd. google-apps.spreadsheet:gsheet: gov.sk.xmldatacontainer+xml:xdcf: grafeq:gqf:gqs: groove-account:gac: groove-help:ghf:
application/vnd. groove-identity-message:gim: groove-injector:grv: groove-tool-message:gtm: groove-vcard:vcg: hal+xml:hal:
application/vnd. handheld-entertainment+xml:zmm: hbci:hbci: hhe.lesson-player:les: hp-hpgl:hpgl: hp-hpid:hpid: hp-hps:hps: hp-jlyt:jlt: hp-pcl:pcl:
application/vnd. hp-pclxl:pclxl: hydrostatix.sof-data:sfd-hdstx: ibm.minipay:mpy: ibm.modcap:afp:listafp:list3820: ibm.rights-management:irm:
application/vnd. ibm.secure-container:sc: iccprofile:icc:icm: igloader:igl: immervision-ivp:ivp: immervision-ivu:ivu: insors.igm:igm:
application/vnd. intercon.formnet:xpw:xpx: intergeo:i2g: intu.qbo:qbo: intu.qfx:qfx: ipunplugged.rcprofile:rcprofile: irepository.package+xml:irp:
application/vnd. is-xpr:xpr: isac.fcs:fcs: jam:jam: jcp.javame.midlet-rms:rms: jisp:jisp: joost.joda-archive:joda: kahootz:ktz:ktr: kenameaapp:htke:
application/vnd. kidspiration:kia: kinar:kne:knp: koan:skp:skd:skt:skm: kodak-descriptor:sse: las.las+xml:lasxml:
application/vnd. llamagraphics.life-balance.desktop:lbd: llamagraphics.life-balance.exchange+xml:lbe: macports.portpkg:portpkg:
application/vnd. mapbox-vector-tile:mvt: mcd:mcd: medcalcdata:mc1: mediastation.cdkey:cdkey: mfer:mwf: mfmp:mfm: micrografx.flo:flo:
application/vnd. micrografx.igx:igx: mif:mif: mobius.daf:daf: mobius.dis:dis: mobius.mbk:mbk: mobius.mqy:mqy: mobius.msl:msl: mobius.plc:plc:
application/vnd. mobius.txf:txf: mophun.application:mpn: mophun.certificate:mpc: mozilla.xul+xml:xul: mseq:mseq: musician:mus: muvee.style:msty:
application/vnd. mynfc:taglet: nato.bindingdataobject+xml:bdo: neurolanguage.nlu:nlu: nitf:ntf:nitf: noblenet-directory:nnd: noblenet-sealer:nns:
application/vnd. noblenet-web:nnw: nokia.n-gage.data:ngdat: nokia.n-gage.symbian.install:n-gage: nokia.radio-preset:rpst: nokia.radio-presets:rpss:
application/vnd. novadigm.edm:edm: novadigm.edx:edx: novadigm.ext:ext: olpc-sugar:xo: oma.dd2+xml:dd2: openblox.game+xml:obgx:
application/vnd. openofficeorg.extension:oxt: openstreetmap.data+xml:osm: osgeo.mapguide.package:mgp: osgi.dp:dp: osgi.subsystem:esa:
application/vnd. palm:pdb:pqa:oprc: pawaafile:paw: pg.format:str: pg.osasli:ei6: picsel:efif: pmi.widget:wg: pocketlearn:plf: powerbuilder6:pbd:
application/vnd. previewsystems.box:box: procrate.brushset:brushset: procreate.brush:brush: procreate.dream:drm: proteus.magazine:mgz:
application/vnd. publishare-delta-tree:qps: pvi.ptid1:ptid: pwg-xhtml-print+xml:xhtm: quark.quarkxpress:qxd:qxt:qwd:qwt:qxl:qxb: realvnc.bed:bed:
application/vnd. recordare.musicxml:mxl: recordare.musicxml+xml:musicxml: rig.cryptonote:cryptonote: rim.cod:cod: rn-realmedia:rm:
application/vnd. rn-realmedia-vbr:rmvb: route66.link66+xml:link66: seemail:see: sema:sema: semd:semd: semf:semf: shana.informed.formdata:ifm:
application/vnd. shana.informed.formtemplate:itp: shana.informed.interchange:iif: shana.informed.package:ipk: simtech-mindmapper:twd:twds: smaf:mmf:
application/vnd. smart.teacher:teacher: software602.filler.form+xml:fo: solent.sdkm+xml:sdkm:sdkd: spotfire.dxp:dxp: spotfire.sfs:sfs:
application/vnd. stepmania.package:smzip: stepmania.stepchart:sm: sun.wadl+xml:wadl: sus-calendar:sus:susp: svd:svd: symbian.install:sis:sisx:
application/vnd. syncml+xml:xsm: syncml.dm+wbxml:bdm: syncml.dm+xml:xdm: syncml.dmddf+xml:ddf: tao.intent-module-archive:tao:
application/vnd. tcpdump.pcap:pcap:cap:dmp: tmobile-livetv:tmo: trid.tpt:tpt: triscape.mxs:mxs: trueapp:tra: ufdl:ufd:ufdl: uiq.theme:utz:
application/vnd. umajin:umj: unity:unityweb: uoml+xml:uoml:uo: vcx:vcx: visio:vsd:vst:vss:vsw:vsdx:vtx: visionary:vis: vsf:vsf: wap.wbxml:wbxml:
application/vnd. wap.wmlc:wmlc: wap.wmlscriptc:wmlsc: webturbo:wtb: wolfram.player:nbp: wordperfect:wpd: wqd:wqd: wt.stf:stf: xara:xar: xfdl:xfdl:
application/vnd. yellowriver-custom-menu:cmp: zul:zir:zirz: zzazz.deck+xml:zaz:
application/vnd.crick. clicker:clkx: clicker.keyboard:clkk: clicker.palette:clkp: clicker.template:clkt: clicker.wordbank:clkw:
application/vnd.dece. data:uvf:uvvf:uvd:uvvd: ttml+xml:uvt:uvvt: unspecified:uvx:uvvx: zip:uvz:uvvz:
application/vnd.fujitsu. oasys:oas: oasys2:oa2: oasys3:oa3: oasysgp:fg5: oasysprs:bh2:
application/vnd.fujixerox. ddd:ddd: docuworks:xdw: docuworks.binder:xbd:
application/vnd.kde. karbon:karbon: kchart:chrt: kformula:kfo: kivio:flw: kontour:kon: kpresenter:kpr:kpt: kspread:ksp: kword:kwd:kwt:
application/vnd.lotus- 1-2-3:123: approach:apr: freelance:pre: notes:nsf: organizer:org: screencam:scm: wordpro:lwp:
application/vnd.ms- artgalry:cil: cab-compressed:cab: excel:xlm:xla:xlc:xlt:xlw: excel.addin.macroenabled.12:xlam:
application/vnd.ms- excel.sheet.binary.macroenabled.12:xlsb: excel.sheet.macroenabled.12:xlsm: excel.template.macroenabled.12:xltm: htmlhelp:chm:
application/vnd.ms- ims:ims: lrm:lrm: officetheme:thmx: outlook:msg: pki.seccat:cat: powerpoint:pps:pot: powerpoint.addin.macroenabled.12:ppam:
application/vnd.ms- powerpoint.presentation.macroenabled.12:pptm: powerpoint.slide.macroenabled.12:sldm: powerpoint.slideshow.macroenabled.12:ppsm:
application/vnd.ms- powerpoint.template.macroenabled.12:potm: project:mpt: visio.viewer:vdx: word.document.macroenabled.12:docm:
application/vnd.ms- word.template.macroenabled.12:dotm: works:wps:wks:wcm:wdb: wpl:wpl: xpsdocument:xps:
application/vnd.oasis.opendocument. chart-template:otc: database:odb: formula:odf: formula-template:odft: graphics-template:otg: image:odi:
application/vnd.oasis.opendocument. image-template:oti: presentation-template:otp: spreadsheet-template:ots: text-master:odm: text-template:ott:
application/vnd.oasis.opendocument. text-web:oth:
application/vnd.openxmlformats-officedocument. presentationml.slide:sldx: presentationml.slideshow:ppsx: presentationml.template:potx:
application/vnd.openxmlformats-officedocument. spreadsheetml.template:xltx:
application/vnd.sailingtracker. track:st:
application/vnd.stardivision. calc:sdc: draw:sda: impress:sdd: math:smf: writer:sdw:vor: writer-global:sgl:
application/vnd.sun.xml. calc:sxc: calc.template:stc: draw:sxd: draw.template:std: impress:sxi: impress.template:sti: math:sxm: writer:sxw:
application/vnd.sun.xml. writer.global:sxg: writer.template:stw:
application/vnd.yamaha. hv-dic:hvd: hv-script:hvs: hv-voice:hvp: openscoreformat:osf: openscoreformat.osfpvg+xml:osfpvg: smaf-audio:saf:
application/vnd.yamaha. smaf-phrase:spf:
application/x- abiword:abw: ace-compressed:ace: arj:arj: authorware-bin:aab:x32:u32:vox: authorware-map:aam: authorware-seg:aas: bcpio:bcpio:
application/x- blender:blend: blorb:blb:blorb: bzip2:boz: cbr:cbr:cba:cbt:cbz:cb7: cdlink:vcd: cfs-compressed:cfs: chat:chat: chess-pgn:pgn:
application/x- cocoa:cco: conference:nsc: cpio:cpio: debian-package:udeb: dgc-compressed:dgc: director:dir:dcr:dxr:cst:cct:cxt:w3d:fgd:swa: doom:wad:
application/x- dtbncx+xml:ncx: dtbook+xml:dtb: dtbresource+xml:res: dvi:dvi: envoy:evy: eva:eva: font-bdf:bdf: font-ghostscript:gsf:
application/x- font-linux-psf:psf: font-pcf:pcf: font-snf:snf: font-type1:pfa:pfb:pfm:afm: freearc:arc: futuresplash:spl: gca-compressed:gca:
application/x- glulx:ulx: gnumeric:gnumeric: gramps-xml:gramps: gtar:gtar: hdf:hdf: install-instructions:install: ipynb+json:ipynb:
application/x- java-archive-diff:jardiff: java-jnlp-file:jnlp: keepass2:kdbx: lua-bytecode:luac: lzh-compressed:lzh:lha: makeself:run: mie:mie:
application/x- ms-application:application: ms-shortcut:lnk: ms-wmd:wmd: ms-wmz:wmz: ms-xbap:xbap: msaccess:mdb: msbinder:obd: mscardfile:crd:
application/x- msclip:clp: msdownload:com: msmediaview:mvb:m13:m14: msmetafile:emz: msmoney:mny: mspublisher:pub: msschedule:scd: msterminal:trm:
application/x- mswrite:wri: netcdf:nc:cdf: ns-proxy-autoconfig:pac: nzb:nzb: perl:pm: pkcs7-certificates:p7b:spc: pkcs7-certreqresp:p7r:
application/x- redhat-package-manager:rpm: research-info-systems:ris: sea:sea: shar:shar: silverlight-app:xap: stuffit:sit: stuffitx:sitx:
application/x- sv4cpio:sv4cpio: sv4crc:sv4crc: t3vm-image:t3: tads:gam: tcl:tcl:tk: tex-tfm:tfm: texinfo:texinfo:texi: ustar:ustar:
application/x- virtualbox-hdd:hdd: virtualbox-ova:ova: virtualbox-ovf:ovf: virtualbox-vbox:vbox: virtualbox-vbox-extpack:vbox-extpack:
application/x- virtualbox-vdi:vdi: virtualbox-vhd:vhd: virtualbox-vmdk:vmdk: wais-source:src: web-app-manifest+json:webapp: xfig:fig:
application/x- zmachine:z1:z2:z3:z4:z5:z6:z7:z8:
audio/ aac:adts: adpcm:adp: amr:amr: basic:snd: midi:kar:rmi: mobile-xmf:mxmf: mp4:mp4a: mpeg:mpga:mp2:mp2a:m2a:m3a: s3m:s3m: silk:sil: xm:xm:
audio/vnd. dece.audio:uva:uvva: digital-winds:eol: dra:dra: dts:dts: dts.hd:dtshd: lucent.voice:lvp: ms-playready.media.pya:pya:
audio/vnd. nuera.ecelp4800:ecelp4800: nuera.ecelp7470:ecelp7470: nuera.ecelp9600:ecelp9600: rip:rip:
audio/x- aiff:aifc: caf:caf: ms-wax:wax: pn-realaudio:ram:ra: pn-realaudio-plugin:rmp:
chemical/x- cdx:cdx: cif:cif: cmdf:cmdf: cml:cml: csml:csml: xyz:xyz:
image/ aces:exr: avci:avci: avcs:avcs: bmp:dib: cgm:cgm: dicom-rle:drle: dpx:dpx: emf:emf: fits:fits: g3fax:g3: heic-sequence:heics:
image/ heif-sequence:heifs: hej2k:hej2: ief:ief: jaii:jaii: jais:jais: jls:jls: jp2:jpg2: jph:jph: jphc:jhc: jpm:jpm:jpgm: jpx:jpx:jpf: jxr:jxr:
image/ jxra:jxra: jxrs:jxrs: jxs:jxs: jxsc:jxsc: jxsi:jxsi: jxss:jxss: ktx:ktx: ktx2:ktx2: pjpeg:jfif: prs.btif:btif:btf: prs.pti:pti: sgi:sgi:
image/ t38:t38: tiff-fx:tfx: wmf:wmf:
image/vnd. airzip.accelerator.azv:azv: dece.graphic:uvi:uvvi:uvg:uvvg: djvu:djvu:djv: fastbidsheet:fbs: fpx:fpx: fst:fst: fujixerox.edmics-mmr:mmr:
image/vnd. fujixerox.edmics-rlc:rlc: ms-dds:dds: ms-modi:mdi: ms-photo:wdp: net-fpx:npx: pco.b16:b16: tencent.tap:tap: valve.source.texture:vtf:
image/vnd. wap.wbmp:wbmp: xiff:xif: zbrush.pcx:pcx:
image/x- 3ds:3ds: adobe-dng:dng: cmu-raster:ras: cmx:cmx: freehand:fh:fhc:fh4:fh5:fh7: jng:jng: mrsid-image:sid: pict:pic:pct: portable-anymap:pnm:
image/x- portable-bitmap:pbm: portable-graymap:pgm: portable-pixmap:ppm: rgb:rgb: tga:tga: xbitmap:xbm: xpixmap:xpm: xwindowdump:xwd:
message/ disposition-notification:disposition-notification: global:u8msg: global-delivery-status:u8dsn: global-disposition-notification:u8mdn:
message/ global-headers:u8hdr: rfc822:mime:mht:mhtml: vnd.wfa.wsc:wsc:
model/ 3mf:3mf: iges:igs:iges: jt:jt: mesh:msh:mesh:silo: mtl:mtl: prc:prc: step:210:step:stp:stpnc:p21: step+xml:stpx: step+zip:stpz:
model/ step-xml+zip:stpxz: u3d:u3d: vrml:wrl:vrml: x3d+binary:x3dbz: x3d+fastinfoset:x3db: x3d+vrml:x3dvz: x3d+xml:x3d:x3dz: x3d-vrml:x3dv:
model/vnd. bary:bary: cld:cld: collada+xml:dae: dwf:dwf: gdl:gdl: gtw:gtw: opengex:ogex: parasolid.transmit.binary:x_b: parasolid.transmit.text:x_t:
model/vnd. pytha.pyox:pyo:pyox: sap.vds:vds: usda:usda: valve.source.compiled-map:bsp: vtu:vtu:
text/ calendar:ifb: coffeescript:litcoffee: mathml:mml: mdx:mdx: plain:def:list:in: prs.lines.tag:dsc: richtext:rtx: sgml:sgml:sgm: shex:shex:
text/ slim:slim:slm: spdx:spdx: stylus:stylus: troff:t:tr:roff:me:ms: uri-list:uri:uris:urls: vcard:vcard: wgsl:wgsl:
text/vnd. curl:curl: curl.dcurl:dcurl: curl.mcurl:mcurl: curl.scurl:scurl: dvb.subtitle:sub: familysearch.gedcom:ged: fly:fly: fmi.flexstor:flx:
text/vnd. graphviz:gv: in3d.3dml:3dml: in3d.spot:spot: sun.j2me.app-descriptor:jad: wap.wml:wml: wap.wmlscript:wmls:
text/x- asm:s:asm: c:cxx:hh:dic: component:htc: fortran:f:for:f77:f90: markdown:mkd: nfo:nfo: opml:opml: pascal:p:pas: processing:pde: setext:etx:
text/x- sfv:sfv: suse-ymp:ymp: uuencode:uu: vcalendar:vcs:
video/ 3gpp:3gpp: h261:h261: h263:h263: h264:h264: iso.segment:m4s: jpeg:jpgv: mj2:mj2:mjp2: mp2t:m2t: mp4:mpg4:mp4v: mpeg:mpe:m1v:m2v: quicktime:qt:
video/vnd. dece.hd:uvh:uvvh: dece.mobile:uvm:uvvm: dece.pd:uvp:uvvp: dece.sd:uvs:uvvs: dece.video:uvv:uvvv: dvb.file:dvb: fvt:fvt: mpegurl:mxu:m4u:
video/vnd. ms-playready.media.pyv:pyv: uvvu.mp4:uvu:uvvu: vivo:viv:
video/x- f4v:f4v: fli:fli: matroska:mk3d:mks: mng:mng: ms-asf:asf:asx: ms-wm:wm: ms-wmx:wmx: ms-wvx:wvx: sgi-movie:movie: smv:smv:
x-conference/ x-cooltalk:ice:
`;

/**
 * The media type of a rare extension; undefined when there is none.
 * @param {string} extension without its dot, in lower case
 */
export function rareType(extension) {
  if (extension === '' || extension.includes(':')) return undefined;
  const at = TABLE.indexOf(`:${extension}:`);
  if (at < 0) return undefined;
  const line = TABLE.lastIndexOf('\n', at) + 1;
  const rest = TABLE.lastIndexOf(' ', at) + 1;
  return TABLE.slice(line, TABLE.indexOf(' ', line)) + TABLE.slice(rest, TABLE.indexOf(':', rest));
}
