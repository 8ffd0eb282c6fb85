export default function Page() {
    return (
        <main>
            <h1>It runs</h1>
            <p>
                Edit <code>app/page.jsx</code>, or ask <a href="/api/health">the API</a> how it is.
            </p>
        </main>
    );
}
