namespace AgentComputer.ReferenceBackend.Api;

/// <summary>
/// The addresses under which computers and their published ports are reached: names below <c>localhost</c>, which lead to the loopback interface of
/// this machine, and to the port of this backend.
/// </summary>
/// <param name="baseAddress">Where the backend listens, once it has started.</param>
internal sealed class PublicUrls(Func<Uri> baseAddress)
{
    /// <summary>Where the backend listens, without a slash at the end.</summary>
    public string Base => baseAddress().GetLeftPart(UriPartial.Authority);

    /// <summary>The address of a computer.</summary>
    public string OfComputer(string handle) => $"{At(handle)}/";

    /// <summary>The address of a port that a computer has published.</summary>
    public string OfPort(string handle, string name) => $"{At($"{name}--{handle}")}/";

    private string At(string name)
    {
        var address = baseAddress();
        return $"{address.Scheme}://{name}.localhost{(address.IsDefaultPort ? "" : $":{address.Port}")}";
    }
}
