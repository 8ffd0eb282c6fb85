using AgentComputer.Sdk;
using AgentComputer.Sdk.Settings;
using Shared.Wire.Http.Options;
using Option = Shared.Wire.Http.Options.SectionOption<AgentComputer.Sdk.AgentComputerClientOptions>;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a section of the configuration may say about an <see cref="AgentComputerClient"/>.</summary>
internal static class AgentComputerSection
{
    public static OptionsSection<AgentComputerClientOptions> Value { get; } = new(
        options => options.Origin,
        ShownValue.Of,
        Option.Text(nameof(AgentComputerClientOptions.ApiKey), (options, value) => options.ApiKey = value),
        Option.Address(nameof(AgentComputerClientOptions.BaseAddress), (options, value) => options.BaseAddress = value),
        Option.Duration(nameof(AgentComputerClientOptions.ConnectTimeout), (options, value) => options.ConnectTimeout = value),
        Option.Duration(nameof(AgentComputerClientOptions.ResponseTimeout), (options, value) => options.ResponseTimeout = value),
        Option.Duration(nameof(AgentComputerClientOptions.StreamIdleTimeout), (options, value) => options.StreamIdleTimeout = value),
        Option.Number(nameof(AgentComputerClientOptions.MaxStreamFrameBytes), (options, value) => options.MaxStreamFrameBytes = value),
        Option.Number(nameof(AgentComputerClientOptions.MaxRetries), (options, value) => options.MaxRetries = value),
        Option.Duration(nameof(AgentComputerClientOptions.RetryDelay), (options, value) => options.RetryDelay = value),
        Option.Duration(nameof(AgentComputerClientOptions.MaxRetryAfter), (options, value) => options.MaxRetryAfter = value))
    {
        OnlyInCode = new Dictionary<string, string>
        {
            [nameof(AgentComputerClientOptions.TimeProvider)] = "can't be configured; set it in code",
            [nameof(AgentComputerClientOptions.TokenProvider)] = "can't be configured; set it in code",
        },
    };
}
