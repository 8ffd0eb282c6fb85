using System.Globalization;
using Flapjack.Sdk;
using Flapjack.Sdk.Settings;
using Microsoft.Extensions.Configuration;
using Shared.Wire.Http.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Reads options from a section of the configuration. A value that can't be read is noted beside the options, so that their check reports it
/// together with every other fault.
/// </summary>
internal static class FlapjackSection
{
    private static readonly Option[] Options =
    [
        new(nameof(FlapjackClientOptions.ApiKey), (options, text) => Set(() => options.ApiKey = text)),
        new(nameof(FlapjackClientOptions.BaseAddress), ReadAddress),
        Duration(nameof(FlapjackClientOptions.ConnectTimeout), (options, value) => options.ConnectTimeout = value),
        Duration(nameof(FlapjackClientOptions.ResponseTimeout), (options, value) => options.ResponseTimeout = value),
        Duration(nameof(FlapjackClientOptions.StreamIdleTimeout), (options, value) => options.StreamIdleTimeout = value),
        Number(nameof(FlapjackClientOptions.MaxStreamFrameBytes), (options, value) => options.MaxStreamFrameBytes = value),
        Duration(nameof(FlapjackClientOptions.ReadyTimeout), (options, value) => options.ReadyTimeout = value),
        Number(nameof(FlapjackClientOptions.MaxRetries), (options, value) => options.MaxRetries = value),
        Duration(nameof(FlapjackClientOptions.RetryDelay), (options, value) => options.RetryDelay = value),
        Duration(nameof(FlapjackClientOptions.MaxRetryAfter), (options, value) => options.MaxRetryAfter = value),
    ];

    private static readonly string[] Names = [.. Options.Select(option => option.Name)];

    /// <summary>Reads a section.</summary>
    /// <param name="section">A section, whose keys are all checked; or a whole configuration, which also holds other keys.</param>
    /// <param name="options">What to set.</param>
    /// <param name="otherSections">The paths of the other clients' sections, which may lie inside this one.</param>
    public static void Read(IConfiguration section, FlapjackClientOptions options, IEnumerable<string> otherSections)
    {
        var apiKey = section[nameof(options.ApiKey)];
        foreach (var child in section.GetChildren())
        {
            var option = Array.Find(Options, option => option.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            var complaint = option is not null ? ReadValue(option, child, options, apiKey)
                : section is IConfigurationSection && !BelongsToOthers(child, otherSections) ? Unknown(child.Key)
                : null;
            if (complaint is not null)
            {
                options.Origin.Faults.Add((option?.Name ?? child.Key, $"({child.Path} in the configuration) {complaint}"));
            }
        }

        if (!string.IsNullOrWhiteSpace(apiKey))
        {
            options.Origin.ConfiguredKey = (apiKey, section is IConfigurationSection { Path: var path } ? $"{path}:{nameof(options.ApiKey)}" : nameof(options.ApiKey));
        }
    }

    private static string? ReadValue(Option option, IConfigurationSection child, FlapjackClientOptions options, string? apiKey)
    {
        if (child.GetChildren().Any())
        {
            return "must be one value, not a section";
        }

        if (string.IsNullOrWhiteSpace(child.Value) || option.Read(options, child.Value) is not { } complaint)
        {
            return null;
        }

        return option.Name == nameof(options.ApiKey) ? complaint : $"{complaint}, not {ShownValue.Of(child.Value, apiKey)}";
    }

    // The section of AddFlapjackWebhooks may lie inside this section.
    private static bool BelongsToOthers(IConfigurationSection child, IEnumerable<string> otherSections) =>
        child.Key.Equals("Webhooks", StringComparison.OrdinalIgnoreCase)
        || otherSections.Any(path => $"{path}:".StartsWith($"{child.Path}:", StringComparison.OrdinalIgnoreCase));

    private static string Unknown(string key) => key.ToUpperInvariant() switch
    {
        "TIMEPROVIDER" => "can't be configured; set it in code",
        "QUOTAGOVERNOR" => $"can't be configured; register a {nameof(FlapjackQuotaGovernor)} in the container, or set it in code",
        _ => $"is not known; the nearest name is {NearestName.Of(key, Names)}. The names are {string.Join(", ", Names)}",
    };

    private static string? ReadAddress(FlapjackClientOptions options, string text) =>
        Uri.TryCreate(text.Trim(), UriKind.RelativeOrAbsolute, out var address) ? Set(() => options.BaseAddress = address) : "must be an absolute http or https address";

    private static Option Duration(string name, Action<FlapjackClientOptions, TimeSpan> set) => new(name, (options, text) =>
    {
        text = text.Trim();
        if (text.Equals("infinite", StringComparison.OrdinalIgnoreCase))
        {
            return Set(() => set(options, Timeout.InfiniteTimeSpan));
        }

        // TimeSpan takes 15 for 15 days, 24:00:00 for 24 days, and 00:15 for 15 minutes.
        return text.Count(c => c == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value)
            ? Set(() => set(options, value))
            : "must be a duration in hours, minutes and seconds, such as 00:00:15, or the word infinite";
    });

    private static Option Number(string name, Action<FlapjackClientOptions, int> set) => new(name, (options, text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? Set(() => set(options, value)) : "must be a whole number");

    private static string? Set(Action set)
    {
        set();
        return null;
    }

    /// <summary>One option, and how to read it: the reader returns a complaint, or null.</summary>
    private sealed record Option(string Name, Func<FlapjackClientOptions, string, string?> Read);
}
