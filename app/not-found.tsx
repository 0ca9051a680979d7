export default function NotFound() {
  return (
    <div className="page prose">
      <h1>There is no page here</h1>
      <p>The address may be mistyped, or it belongs to a lesson that is not written yet.</p>
      <p>
        <a href="/#course">See which lessons there are</a>
      </p>
    </div>
  );
}
