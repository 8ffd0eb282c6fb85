namespace Flapjack.Sdk;

/// <summary>The names of the built-in icons of system messages. Any other text is an icon of your own, shown as it is.</summary>
public static class ChatSystemIcon
{
    /// <summary>Something succeeded or was confirmed; shown as ✓.</summary>
    public const string Check = "check";

    /// <summary>A tool was used; shown as 🔧.</summary>
    public const string Tool = "tool";

    /// <summary>Something to know; shown as ℹ.</summary>
    public const string Info = "info";

    /// <summary>Something failed; shown as ✕.</summary>
    public const string Error = "error";

    /// <summary>The character that shows an icon.</summary>
    /// <param name="icon">The name of a built-in icon, or a text of your own.</param>
    /// <returns>The built-in icon's character, or the text itself.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="icon"/> is null.</exception>
    public static string ToText(string icon)
    {
        ArgumentNullException.ThrowIfNull(icon);
        return icon switch
        {
            Check => "✓",
            Tool => "🔧",
            Info => "ℹ",
            Error => "✕",
            _ => icon,
        };
    }
}
