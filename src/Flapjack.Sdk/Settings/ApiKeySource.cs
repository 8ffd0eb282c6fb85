namespace Flapjack.Sdk.Settings;

/// <summary>Finds a client's API key, and tells where the key was found and what is wrong with it. None of its texts shows the key.</summary>
/// <param name="Key">The key; empty if there is none, or if a provider gives the keys.</param>
/// <param name="Place">Where it was found, for messages.</param>
/// <param name="Provider">Gives the key of each attempt; null if the options hold the key.</param>
internal readonly record struct ApiKeySource(string Key, string Place, Func<CancellationToken, ValueTask<string>>? Provider = null)
{
    private const string Quotes = "\"'`“”„‘’«»";

    public static ApiKeySource Of(FlapjackClientOptions options)
    {
        if (options.TokenProvider is { } provider)
        {
            return new("", $"the option {nameof(options.TokenProvider)}", provider);
        }

        if (!string.IsNullOrWhiteSpace(options.ApiKey))
        {
            var configured = options.Origin.ConfiguredKey is { } found && found.Key == options.ApiKey ? found.Path : null;
            return new(options.ApiKey, configured is null ? "the option ApiKey, which was set in code" : $"{configured} in the configuration");
        }

        // The environment's API key belongs to one account. A client that is registered under a service key would act for that account unnoticed.
        var environment = options.Origin.ServiceKey is null ? Environment.GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable) : null;
        return string.IsNullOrWhiteSpace(environment) ? new("", "") : new(environment, $"the environment variable {FlapjackClientOptions.ApiKeyVariable}");
    }

    /// <summary>The key of an attempt, from the options as they are then.</summary>
    public ValueTask<string> AskAsync(CancellationToken cancellationToken) => Provider?.Invoke(cancellationToken) ?? new(Key);

    /// <summary>What is wrong with the key; null for nothing.</summary>
    public string? Complaint(FlapjackClientOptions options)
    {
        if (Provider is not null)
        {
            return string.IsNullOrWhiteSpace(options.ApiKey) || options.Origin.ConfiguredKey?.Key == options.ApiKey
                ? null
                : $"is set beside {nameof(options.TokenProvider)}; set one of the two";
        }

        if (Key.Length == 0)
        {
            return options.Origin.ServiceKey is null
                ? $"is missing: set it, or the option {nameof(options.TokenProvider)}, or the environment variable {FlapjackClientOptions.ApiKeyVariable}"
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
