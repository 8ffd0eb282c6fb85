namespace Flapjack.Sdk.Settings;

/// <summary>Finds a client's API key, and tells where the key was found and what is wrong with it. None of its texts shows the key.</summary>
/// <param name="Key">The key; empty if there is none.</param>
/// <param name="Place">Where it was found, for messages.</param>
internal readonly record struct ApiKeySource(string Key, string Place)
{
    private const string Quotes = "\"'`“”„‘’«»";

    public static ApiKeySource Of(FlapjackClientOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.ApiKey))
        {
            var configured = options.Origin.ConfiguredKey is { } found && found.Key == options.ApiKey ? found.Path : null;
            return new(options.ApiKey, configured is null ? "the option ApiKey, which was set in code" : $"{configured} in the configuration");
        }

        // The environment's API key belongs to one account. A client that is registered under a service key would act for that account unnoticed.
        var environment = options.Origin.ServiceKey is null ? Environment.GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable) : null;
        return string.IsNullOrWhiteSpace(environment) ? new("", "") : new(environment, $"the environment variable {FlapjackClientOptions.ApiKeyVariable}");
    }

    /// <summary>What is wrong with the key; null for nothing.</summary>
    public string? Complaint(string? serviceKey)
    {
        if (Key.Length == 0)
        {
            return serviceKey is null
                ? $"is missing: set it, or the environment variable {FlapjackClientOptions.ApiKeyVariable}"
                : $"is missing: a client under a key needs an API key of its own, in code or in its section of the configuration; {FlapjackClientOptions.ApiKeyVariable} is only for the client without a key";
        }

        var key = Key.Trim();
        var fault = key.Any(Quotes.Contains) ? "holds quotation marks; give the key without them"
            : key.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) ? "begins with the word Bearer; give the key alone, for the client adds that word"
            : key.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase) ? "begins with the name of a header; give the key alone"
            : key.StartsWith(FlapjackClientOptions.ApiKeyVariable, StringComparison.OrdinalIgnoreCase) ? "begins with the name of the environment variable; give the key alone"
            : Key.All(c => c is > ' ' and < '\x7f') ? null
            : "holds a space or another character that can't stand in a header; was it pasted with a line break?";
        return fault is null ? null : $"(from {Place}) {fault}";
    }
}
