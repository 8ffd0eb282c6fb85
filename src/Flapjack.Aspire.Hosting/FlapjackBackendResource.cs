namespace Aspire.Hosting.ApplicationModel;

/// <summary>A local Flapjack backend: the tool <c>flapjack serve</c>, run by the app host.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="command">The program that is started.</param>
/// <param name="workingDirectory">Where it is started.</param>
/// <param name="apiKey">The key that the backend takes, and that the projects that refer to it send.</param>
public sealed class FlapjackBackendResource(string name, string command, string workingDirectory, ParameterResource apiKey)
    : ExecutableResource(name, command, workingDirectory)
{
    internal const string EndpointName = "http";

    /// <summary>The key; a secret.</summary>
    public ParameterResource ApiKey { get; } = apiKey;

    /// <summary>Where the backend listens, on this machine.</summary>
    public EndpointReference Endpoint => field ??= new(this, EndpointName);

    /// <summary>The folder in which everything is kept; null if nothing is kept.</summary>
    internal string? DataDirectory { get; set; }
}
