using System.Globalization;

namespace Shared.Wire.Http.Options;

/// <summary>One option that a section of the configuration may set.</summary>
/// <param name="Name">The option's name.</param>
/// <param name="Read">Reads the text and sets the option; returns a complaint, or null.</param>
internal sealed record SectionOption<TOptions>(string Name, Func<TOptions, string, string?> Read)
{
    public static SectionOption<TOptions> Text(string name, Action<TOptions, string> set) => new(name, (options, text) => Set(() => set(options, text)));

    public static SectionOption<TOptions> Address(string name, Action<TOptions, Uri> set) => new(name, (options, text) =>
        Uri.TryCreate(text.Trim(), UriKind.RelativeOrAbsolute, out var address) ? Set(() => set(options, address)) : "must be an absolute http or https address");

    public static SectionOption<TOptions> Duration(string name, Action<TOptions, TimeSpan> set) => new(name, (options, text) =>
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

    public static SectionOption<TOptions> Number(string name, Action<TOptions, int> set) => new(name, (options, text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? Set(() => set(options, value)) : "must be a whole number");

    public static SectionOption<TOptions> Flag(string name, Action<TOptions, bool> set) => new(name, (options, text) =>
        bool.TryParse(text, out var value) ? Set(() => set(options, value)) : "must be true or false");

    private static string? Set(Action set)
    {
        set();
        return null;
    }
}
