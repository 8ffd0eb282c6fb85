namespace AgentComputer.ReferenceBackend.Sessions;

/// <summary>The ways in which a session opens a computer.</summary>
internal static class SessionKinds
{
    public const string Browser = "browser";
    public const string Vnc = "vnc";
    public const string Ssh = "ssh";
    public const string Exec = "exec";

    /// <summary>The name of the port under which a computer shows its screen, if it runs a program for that.</summary>
    public const string VncPort = "vnc";

    public static IReadOnlyList<string> All { get; } = [Browser, Vnc, Ssh, Exec];

    /// <summary>Whether a session of a kind opens a computer's published port of a name.</summary>
    public static bool Opens(string kind, string port) => kind == Browser || kind == Vnc && port == VncPort;
}
