import libxml from 'libxmljs2';

// <contacts><contact><name>…</name><email>…</email></contact></contacts>
export function parseContacts(xml) {
  const doc = libxml.parseXml(xml, { noent: true, noblanks: true });
  return doc.find('//contact').slice(0, 5000).map((node) => ({
    name: node.get('name')?.text() ?? '',
    email: node.get('email')?.text().toLowerCase() ?? '',
  }));
}
