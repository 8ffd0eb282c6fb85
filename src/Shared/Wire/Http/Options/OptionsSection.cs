using Microsoft.Extensions.Configuration;

namespace Shared.Wire.Http.Options;

/// <summary>
/// Reads options from a section of the configuration. A value that can't be read is noted beside the options, so that their check reports it
/// together with every other fault.
/// </summary>
/// <param name="origin">Where the faults of options are noted.</param>
/// <param name="show">Shows a value in a message without its secrets, given the API key.</param>
/// <param name="options">What may be set. One of them has the name <c>ApiKey</c>.</param>
internal sealed class OptionsSection<TOptions>(Func<TOptions, OptionsOrigin> origin, Func<string, string?, string> show, params SectionOption<TOptions>[] options)
{
    private const string ApiKey = "ApiKey";

    private readonly string[] _names = [.. options.Select(option => option.Name)];

    /// <summary>What only code can set, and what to do instead: it continues a sentence that begins with the option's name.</summary>
    public IReadOnlyDictionary<string, string> OnlyInCode { get; init; } = new Dictionary<string, string>();

    /// <summary>The sections of others that may lie inside this section.</summary>
    public IReadOnlyList<string> Foreign { get; init; } = [];

    /// <summary>Reads a section.</summary>
    /// <param name="section">A section, whose keys are all checked; or a whole configuration, which also holds other keys.</param>
    /// <param name="values">What to set.</param>
    /// <param name="otherSections">The paths of the other clients' sections, which may lie inside this one.</param>
    public void Read(IConfiguration section, TOptions values, IEnumerable<string> otherSections)
    {
        var apiKey = section[ApiKey];
        foreach (var child in section.GetChildren())
        {
            var option = Array.Find(options, option => option.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            var complaint = option is not null ? ReadValue(option, child, values, apiKey)
                : section is IConfigurationSection && !BelongsToOthers(child, otherSections) ? Unknown(child.Key)
                : null;
            if (complaint is not null)
            {
                origin(values).Faults.Add((option?.Name ?? child.Key, $"({child.Path} in the configuration) {complaint}"));
            }
        }

        if (!string.IsNullOrWhiteSpace(apiKey))
        {
            origin(values).ConfiguredKey = (apiKey, section is IConfigurationSection { Path: var path } ? $"{path}:{ApiKey}" : ApiKey);
        }
    }

    private string? ReadValue(SectionOption<TOptions> option, IConfigurationSection child, TOptions values, string? apiKey)
    {
        if (child.GetChildren().Any())
        {
            return "must be one value, not a section";
        }

        if (string.IsNullOrWhiteSpace(child.Value) || option.Read(values, child.Value) is not { } complaint)
        {
            return null;
        }

        return option.Name == ApiKey ? complaint : $"{complaint}, not {show(child.Value, apiKey)}";
    }

    private bool BelongsToOthers(IConfigurationSection child, IEnumerable<string> otherSections) =>
        Foreign.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
        || otherSections.Any(path => $"{path}:".StartsWith($"{child.Path}:", StringComparison.OrdinalIgnoreCase));

    private string Unknown(string key) => OnlyInCode.FirstOrDefault(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value
        ?? $"is not known; the nearest name is {NearestName.Of(key, _names)}. The names are {string.Join(", ", _names)}";
}
