/** Media types by file extension, for the extensions of the Web and of documents people exchange (from IANA and mime-db 1.54). */

const TABLE = `
application/atom+xml atom|application/dash+xml mpd|application/epub+zip epub|application/geo+json geojson|application/gpx+xml gpx|application/gzip gz
application/hjson hjson|application/java-archive jar war ear|application/json json map|application/json5 json5|application/ld+json jsonld
application/manifest+json webmanifest|application/mbox mbox|application/msword doc dot|application/n-quads nq|application/n-triples nt|application/node cjs
application/octet-stream bin so img pkg|application/ogg ogx|application/pdf pdf|application/pgp-encrypted pgp|application/pgp-keys asc
application/pgp-signature sig|application/pkix-cert cer|application/postscript ps eps ai|application/raml+yaml raml|application/rdf+xml rdf owl
application/rls-services+xml rs|application/rss+xml rss|application/rtf rtf|application/sql sql|application/toml toml|application/trig trig
application/vnd.android.package-archive apk|application/vnd.apple.keynote key|application/vnd.apple.mpegurl m3u8|application/vnd.apple.numbers numbers
application/vnd.apple.pages pages|application/vnd.dart dart|application/vnd.google-earth.kml+xml kml|application/vnd.google-earth.kmz kmz
application/vnd.groove-tool-template tpl|application/vnd.ms-excel xls|application/vnd.ms-fontobject eot|application/vnd.ms-powerpoint ppt
application/vnd.oasis.opendocument.chart odc|application/vnd.oasis.opendocument.graphics odg|application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods|application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx|application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx|application/vnd.openxmlformats-officedocument.wordprocessingml.template dotx
application/vnd.rar rar|application/wasm wasm|application/wsdl+xml wsdl|application/x-7z-compressed 7z|application/x-apple-diskimage dmg
application/x-bittorrent torrent|application/x-bzip bz|application/x-bzip2 bz2|application/x-chrome-extension crx|application/x-csh csh
application/x-debian-package deb|application/x-httpd-php php|application/x-iso9660-image iso|application/x-latex latex|application/x-mobipocket-ebook mobi
application/x-msdos-program exe|application/x-msdownload dll msi bat|application/x-perl pl|application/x-pkcs12 p12 pfx|application/x-sh sh
application/x-shockwave-flash swf|application/x-subrip srt|application/x-tar tar|application/x-tex tex|application/x-x509-ca-cert pem crt der
application/x-xpinstall xpi|application/x-xz xz|application/xhtml+xml xhtml xht|application/xml xml xsl xsd|application/xslt+xml xslt|application/zip zip
audio/aac aac|audio/basic au|audio/midi mid midi|audio/mp4 m4a m4b|audio/mpeg mp3|audio/ogg ogg oga opus spx|audio/wav wav|audio/webm weba
audio/x-aiff aif aiff|audio/x-flac flac|audio/x-matroska mka|audio/x-mpegurl m3u|audio/x-ms-wma wma|font/collection ttc|font/otf otf|font/ttf ttf
font/woff woff|font/woff2 woff2|image/apng apng|image/avif avif|image/bmp bmp|image/gif gif|image/heic heic|image/heif heif|image/jp2 jp2
image/jpeg jpg jpeg jpe|image/jxl jxl|image/png png|image/svg+xml svg svgz|image/tiff tif tiff|image/vnd.adobe.photoshop psd|image/vnd.dwg dwg
image/vnd.dxf dxf|image/vnd.microsoft.icon ico|image/webp webp|message/rfc822 eml|model/gltf+json gltf|model/gltf-binary glb|model/obj obj|model/stl stl
model/vnd.usdz+zip usdz|text/cache-manifest appcache manifest|text/calendar ics|text/coffeescript coffee|text/css css|text/csv csv|text/html html htm shtml
text/jade jade|text/javascript js mjs|text/jsx jsx|text/less less|text/markdown md markdown|text/n3 n3|text/plain txt text ini conf log|text/stylus styl
text/tab-separated-values tsv|text/troff man|text/turtle ttl|text/vtt vtt|text/x-c c cc cpp h|text/x-handlebars-template hbs|text/x-java-source java
text/x-lua lua|text/x-sass sass|text/x-scss scss|text/x-vcard vcf|text/yaml yaml yml|video/3gpp 3gp|video/3gpp2 3g2|video/mp2t ts m2ts mts|video/mp4 mp4
video/mpeg mpeg mpg|video/ogg ogv|video/quicktime mov|video/webm webm|video/x-flv flv|video/x-m4v m4v|video/x-matroska mkv|video/x-ms-vob vob
video/x-ms-wmv wmv|video/x-msvideo avi`;

/** Media type by extension, without a dot. */
export const TYPE_BY_EXTENSION = Object.create(null);

for (const row of TABLE.trim().split(/[|\n]/)) {
  const [type, ...extensions] = row.split(' ');
  for (const extension of extensions) TYPE_BY_EXTENSION[extension] = type;
}

/** Types outside `text/` that are text in UTF-8 without saying so. */
export const UTF8_TYPES = new Set(['application/javascript', 'application/json', 'application/manifest+json', 'application/fhir+json',
  'application/fhir+xml', 'application/elm+json', 'application/cda+xml', 'application/beep+xml', 'application/pidf+xml', 'application/pidf-diff+xml',
  'application/poc-settings+xml', 'application/im-iscomposing+xml', 'application/hl7v2+xml', 'application/3gpdash-qoe-report+xml',
  'application/emergencycalldata.cap+xml', 'application/msc-ivr+xml', 'application/msc-mixer+xml', 'application/vnd.omads-email+xml',
  'application/vnd.omads-file+xml', 'application/vnd.omads-folder+xml', 'application/vnd.syncml+xml', 'application/vnd.syncml.dm+wbxml',
  'application/vnd.syncml.dm+xml', 'application/vnd.syncml.dmddf+xml', 'application/vnd.syncml.dmtnds+xml', 'application/vnd.wap.wbxml']);

/** Types that have another charset, or what stands for one in the registry. */
export const OTHER_CHARSETS = {
  __proto__: null,
  'application/news-checkgroups': 'us-ascii',
  'application/news-groupinfo': 'us-ascii',
  'application/prs.cyn': '7-bit',
  'application/vnd.fdsn.stationxml+xml': 'xml-based',
};
