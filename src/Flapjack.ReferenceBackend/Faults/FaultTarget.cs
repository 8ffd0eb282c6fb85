namespace Flapjack.ReferenceBackend;

/// <summary>Which requests a fault is meant for.</summary>
public sealed class FaultTarget
{
    private const string Computer = "/api/agents/*/computer";

    private readonly Func<string, string, bool> _isMet;
    private readonly string _name;

    private FaultTarget(string name, Func<string, string, bool> isMet) => (_name, _isMet) = (name, isMet);

    /// <summary>Every request.</summary>
    public static FaultTarget Any { get; } = new("every request", (_, _) => true);

    /// <summary>Creating an agent: <c>POST /api/agents/from-template</c>.</summary>
    public static FaultTarget FromTemplate { get; } = Path("POST", "/api/agents/from-template");

    /// <summary>The state of a computer: <c>GET …/computer/status</c>.</summary>
    public static FaultTarget Status { get; } = Path("GET", Computer + "/status");

    /// <summary>The log of a bootstrap: <c>GET …/computer/bootstrap/stream</c>.</summary>
    public static FaultTarget Bootstrap { get; } = Path("GET", Computer + "/bootstrap/stream");

    /// <summary>Starting a command: <c>POST …/computer/exec</c>.</summary>
    public static FaultTarget Exec { get; } = Path("POST", Computer + "/exec");

    /// <summary>Taking up a command's stream again: <c>GET …/computer/exec/{execId}</c>.</summary>
    public static FaultTarget ExecResume { get; } = Path("GET", Computer + "/exec/*");

    /// <summary>Stopping a command: <c>DELETE …/computer/exec/{execId}</c>, or with <c>?key=</c> instead of the id.</summary>
    public static FaultTarget ExecStop { get; } = new($"DELETE {Computer}/exec", (method, path) => IsMet("DELETE", Computer + "/exec", method, path) || IsMet("DELETE", Computer + "/exec/*", method, path));

    /// <summary>The requests that a condition picks.</summary>
    /// <param name="isMet">Given the method, such as <c>POST</c>, and the path without its query, such as <c>/api/agents/a1</c>. Called from any thread.</param>
    /// <returns>The target.</returns>
    public static FaultTarget Where(Func<string, string, bool> isMet)
    {
        ArgumentNullException.ThrowIfNull(isMet);
        return new("requests that a condition picks", isMet);
    }

    /// <summary>Names the requests, such as <c>POST /api/agents/*/computer/exec</c>.</summary>
    /// <returns>A few words for logs.</returns>
    public override string ToString() => _name;

    internal bool Includes(string method, string path) => _isMet(method, path);

    private static FaultTarget Path(string method, string pattern) => new($"{method} {pattern}", (m, p) => IsMet(method, pattern, m, p));

    private static bool IsMet(string method, string pattern, string actualMethod, string path)
    {
        var expected = pattern.Split('/');
        var segments = path.TrimEnd('/').Split('/');
        return method == actualMethod
            && segments.Length == expected.Length
            && segments.Zip(expected).All(pair => pair.Second == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
