export default function NotFound() {
  return (
    <div className="page prose">
      <h1>There is no page here</h1>
      <p>The address may be mistyped, or it belongs to a lesson that is not written yet. From here you can go to</p>
      <ul>
        <li>
          <a href="/#course">the map of the course</a>, with all lessons, written and planned,
        </li>
        <li>
          <a href="/experiments">the experiments</a> and <a href="/variants">the servers</a> they run,
        </li>
        <li>
          <a href="/ledger">the ledger of claims</a>, or
        </li>
        <li>
          <a href="/glossary">the glossary</a>.
        </li>
      </ul>
    </div>
  );
}
