namespace AgentComputer.ReferenceBackend;

/// <summary>Which requests a fault is meant for.</summary>
public sealed class FaultTarget
{
    private const string OneComputer = "/v1/computers/*";
    private const string Gateway = "/process.Process/";

    private readonly Func<string, string, bool> _isMet;

    private FaultTarget(Func<string, string, bool> isMet) => _isMet = isMet;

    /// <summary>Every request.</summary>
    public static FaultTarget Any { get; } = new((_, _) => true);

    /// <summary>Creating a computer: <c>POST /v1/computers</c>.</summary>
    public static FaultTarget CreateComputer { get; } = Path("POST", "/v1/computers");

    /// <summary>The state of a computer: <c>GET /v1/computers/{computer_id}</c>.</summary>
    public static FaultTarget Computer { get; } = Path("GET", OneComputer);

    /// <summary>How an operation stands: <c>GET /v1/operations/{operation_id}</c>.</summary>
    public static FaultTarget Operation { get; } = Path("GET", "/v1/operations/*");

    /// <summary>A command that is run to its end: <c>POST …/exec</c>.</summary>
    public static FaultTarget Exec { get; } = Path("POST", OneComputer + "/exec");

    /// <summary>An operation on files: <c>POST …/files/ops</c>.</summary>
    public static FaultTarget Files { get; } = Path("POST", OneComputer + "/files/ops");

    /// <summary>Starting a process and following it, on the gateway: <c>POST /process.Process/Start</c>.</summary>
    public static FaultTarget StartProcess { get; } = Path("POST", Gateway + "Start");

    /// <summary>Following a process that runs, on the gateway: <c>POST /process.Process/Connect</c>.</summary>
    public static FaultTarget ConnectProcess { get; } = Path("POST", Gateway + "Connect");

    /// <summary>The requests that a condition picks.</summary>
    /// <param name="isMet">Given the method, such as <c>POST</c>, and the path without its query, such as <c>/v1/computers/c1</c>. Called from any thread.</param>
    /// <returns>The target.</returns>
    public static FaultTarget Where(Func<string, string, bool> isMet)
    {
        ArgumentNullException.ThrowIfNull(isMet);
        return new(isMet);
    }

    internal bool Includes(string method, string path) => _isMet(method, path);

    private static FaultTarget Path(string method, string pattern) => new((m, p) => IsMet(method, pattern, m, p));

    private static bool IsMet(string method, string pattern, string actualMethod, string path)
    {
        var expected = pattern.Split('/');
        var segments = path.TrimEnd('/').Split('/');
        return method == actualMethod
            && segments.Length == expected.Length
            && segments.Zip(expected).All(pair => pair.Second == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
