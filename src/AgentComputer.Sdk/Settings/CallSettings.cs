using AgentComputer.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Http.Options;

namespace AgentComputer.Sdk.Settings;

/// <summary>The settings of a client that is derived from another.</summary>
internal static class CallSettings
{
    /// <summary>What can be changed, with the values that count now.</summary>
    public static AgentComputerCallOptions OptionsOf(WireSettings settings)
    {
        var options = new AgentComputerCallOptions
        {
            ResponseTimeout = settings.ResponseTimeout,
            StreamIdleTimeout = settings.StreamIdleTimeout,
            MaxRetries = settings.MaxRetries,
            RetryDelay = settings.RetryDelay,
            MaxRetryAfter = settings.MaxRetryAfter,
        };
        foreach (var (name, value) in settings.Headers)
        {
            options.Headers.Add(name, value);
        }

        return options;
    }

    /// <exception cref="ArgumentException">Options are out of their ranges; the message names all of them.</exception>
    public static WireSettings Change(WireSettings settings, AgentComputerCallOptions options)
    {
        var faults = new OptionFaults(AgentComputerDialect.Vendor, serviceKey: null);
        faults.CheckTimeout(options.ResponseTimeout, nameof(options.ResponseTimeout));
        faults.CheckTimeout(options.StreamIdleTimeout, nameof(options.StreamIdleTimeout));
        faults.CheckMaxRetries(options.MaxRetries, nameof(options.MaxRetries));
        faults.CheckRetryDelay(options.RetryDelay, nameof(options.RetryDelay));
        faults.CheckMaxRetryAfter(options.MaxRetryAfter, nameof(options.MaxRetryAfter));
        ExtraHeaders.Check(options.Headers, settings.Dialect, nameof(options.Headers), faults);
        faults.ThrowIfAny();
        return settings with
        {
            ResponseTimeout = options.ResponseTimeout,
            StreamIdleTimeout = options.StreamIdleTimeout,
            MaxRetries = options.MaxRetries,
            RetryDelay = options.RetryDelay,
            MaxRetryAfter = options.MaxRetryAfter,
            // A copy: the caller may keep the options, and change them later.
            Headers = [.. options.Headers],
        };
    }
}
