export const Page = ({ html, items }: Props) => (
  <Layout.Main title="a" {...rest} onClick={() => go<string>(html)}>
    <>text &amp; {items.map(i => <li key={i}>{i}</li>)}</>
    <div dangerouslySetInnerHTML={{ __html: html }} />
  </Layout.Main>
);
