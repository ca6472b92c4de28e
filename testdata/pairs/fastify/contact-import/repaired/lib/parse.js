import libxml from 'libxmljs2';

// <contacts><contact><name>…</name><email>…</email></contact></contacts>
export function parseContacts(xml) {
  let doc;
  try {
    doc = libxml.parseXml(xml, { noblanks: true, nonet: true });
  } catch {
    return null;
  }
  return doc.find('//contact').slice(0, 5000).map((node) => ({
    name: (node.get('name')?.text() ?? '').slice(0, 120),
    email: (node.get('email')?.text() ?? '').slice(0, 254).toLowerCase(),
  }));
}
