namespace AgentComputer.ReferenceBackend.Api;

/// <summary>
/// The addresses under which computers and their published ports are reached: names below <c>localhost</c>, which lead to the loopback interface of
/// this machine, and to the port of this backend.
/// </summary>
/// <param name="baseAddress">Where the backend listens, once it has started.</param>
/// <param name="publicAddress">Where callers reach it, if another server stands in front of it; null if none does.</param>
internal sealed class PublicUrls(Func<Uri> baseAddress, Uri? publicAddress = null)
{
    /// <summary>How the path begins of an address that needs no host name of its own: <c>/p/{computer}/{name}/</c>.</summary>
    public const string PathForm = "/p";

    /// <summary>What stands between the name of a port and its computer in a host name.</summary>
    public const string Separator = "--";

    // DNS allows no more between two dots.
    private const int LongestLabel = 63;

    /// <summary>Where callers reach the backend, without a slash at the end.</summary>
    public string Base => Address.GetLeftPart(UriPartial.Authority);

    private Uri Address => publicAddress ?? baseAddress();

    /// <summary>The address of a computer.</summary>
    /// <param name="computer">The computer's handle or id.</param>
    public string OfComputer(string computer) => $"{At(computer)}/";

    /// <summary>The address of a port that a computer has published.</summary>
    /// <param name="computer">The computer's handle or id.</param>
    /// <param name="name">The port's name.</param>
    public string OfPort(string computer, string name) => $"{name}{Separator}{computer}" is { Length: <= LongestLabel } label
        ? $"{At(label)}/"
        : $"{Base}{PathForm}/{computer}/{name}/";

    /// <summary>Whether this backend, or the server in front of it, listens on a port.</summary>
    public bool IsOwn(int port) => IsAt(baseAddress(), port) || publicAddress is not null && IsAt(publicAddress, port);

    private static bool IsAt(Uri address, int port) => address.IsLoopback && address.Port == port;

    private string At(string label) => $"{Address.Scheme}://{label}.localhost{(Address.IsDefaultPort ? "" : $":{Address.Port}")}";
}
