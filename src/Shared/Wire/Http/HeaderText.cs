namespace Shared.Wire.Http;

/// <summary>What a header can carry so that it arrives as it was.</summary>
internal static class HeaderText
{
    private const int MaxKeyLength = 255;

    /// <summary>Whether the text is visible ASCII with spaces only inside: spaces at its ends are cut off on the way.</summary>
    public static bool CanCarry(string text, int maxLength) =>
        text.Length >= 1 && text.Length <= maxLength && text[0] != ' ' && text[^1] != ' ' && text.All(c => c is >= ' ' and < '\x7f');

    /// <summary>Whether a header can carry the text as an idempotency key: <see cref="CanCarry"/>, and at most 255 characters.</summary>
    public static bool CarriesKey(string? text) => text is not null && CanCarry(text, MaxKeyLength);
}
