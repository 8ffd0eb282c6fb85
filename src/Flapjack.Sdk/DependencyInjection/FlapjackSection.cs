using Flapjack.Sdk;
using Flapjack.Sdk.Settings;
using Shared.Wire.Http.Options;
using Option = Shared.Wire.Http.Options.SectionOption<Flapjack.Sdk.FlapjackClientOptions>;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a section of the configuration may say about a <see cref="FlapjackClient"/>.</summary>
internal static class FlapjackSection
{
    public static OptionsSection<FlapjackClientOptions> Value { get; } = new(
        options => options.Origin,
        ShownValue.Of,
        Option.Text(nameof(FlapjackClientOptions.ApiKey), (options, value) => options.ApiKey = value),
        Option.Address(nameof(FlapjackClientOptions.BaseAddress), (options, value) => options.BaseAddress = value),
        Option.Duration(nameof(FlapjackClientOptions.ConnectTimeout), (options, value) => options.ConnectTimeout = value),
        Option.Duration(nameof(FlapjackClientOptions.ResponseTimeout), (options, value) => options.ResponseTimeout = value),
        Option.Duration(nameof(FlapjackClientOptions.StreamIdleTimeout), (options, value) => options.StreamIdleTimeout = value),
        Option.Number(nameof(FlapjackClientOptions.MaxStreamFrameBytes), (options, value) => options.MaxStreamFrameBytes = value),
        Option.Duration(nameof(FlapjackClientOptions.ReadyTimeout), (options, value) => options.ReadyTimeout = value),
        Option.Number(nameof(FlapjackClientOptions.MaxRetries), (options, value) => options.MaxRetries = value),
        Option.Duration(nameof(FlapjackClientOptions.RetryDelay), (options, value) => options.RetryDelay = value),
        Option.Duration(nameof(FlapjackClientOptions.MaxRetryAfter), (options, value) => options.MaxRetryAfter = value),
        Option.Flag(nameof(FlapjackClientOptions.EnableSensitiveData), (options, value) => options.EnableSensitiveData = value))
    {
        OnlyInCode = new Dictionary<string, string>
        {
            [nameof(FlapjackClientOptions.TimeProvider)] = "can't be configured; set it in code",
            [nameof(FlapjackClientOptions.TokenProvider)] = "can't be configured; set it in code",
            [nameof(FlapjackClientOptions.LoggerFactory)] = "can't be configured; it comes from the container, or is set in code",
            [nameof(FlapjackClientOptions.QuotaGovernor)] = $"can't be configured; register a {nameof(FlapjackQuotaGovernor)} in the container, or set it in code",
        },
        // The section of AddFlapjackWebhooks.
        Foreign = ["Webhooks"],
    };
}
