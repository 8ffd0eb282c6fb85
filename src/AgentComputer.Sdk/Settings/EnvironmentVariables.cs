namespace AgentComputer.Sdk.Settings;

/// <summary>The environment variables that the client reads. The vendor's command line has the same, with the same aliases.</summary>
internal static class EnvironmentVariables
{
    public static readonly string[] ApiKey = [AgentComputerClientOptions.ApiKeyVariable, "AGENTCOMPUTER_API_KEY"];
    public static readonly string[] BaseAddress = [AgentComputerClientOptions.BaseAddressVariable, "AGENTCOMPUTER_API_URL"];

    /// <summary>The first variable of a list that has a value; nulls if none has.</summary>
    public static (string? Name, string? Value) First(IEnumerable<string> names) => names
        .Select(name => (Name: (string?)name, Value: Environment.GetEnvironmentVariable(name)))
        .FirstOrDefault(variable => !string.IsNullOrWhiteSpace(variable.Value));
}
