using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>
/// What an agent is told in a thread besides its own system prompt. It is a text, <c>"Be short."</c>, or a list of texts,
/// <c>["Be short.", "Answer in German."]</c>, which the service joins with a blank line.
/// </summary>
[JsonConverter(typeof(SystemPromptOverlayConverter))]
[CollectionBuilder(typeof(SystemPromptOverlay), nameof(Of))]
public sealed class SystemPromptOverlay
{
    private readonly string[] _parts;

    private SystemPromptOverlay(string[] parts, bool isList)
    {
        foreach (var part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
        }

        (_parts, IsList) = (parts, isList);
    }

    /// <summary>The texts; only one if the overlay was made of a single text.</summary>
    public IReadOnlyList<string> Parts => _parts;

    /// <summary>Whether the overlay is sent as a list.</summary>
    internal bool IsList { get; }

    /// <summary>Makes an overlay of a list of texts.</summary>
    /// <param name="parts">The texts, none of which is null.</param>
    /// <returns>The overlay.</returns>
    /// <exception cref="ArgumentNullException">One of the texts is null.</exception>
    public static SystemPromptOverlay Of(params ReadOnlySpan<string> parts) => new(parts.ToArray(), isList: true);

    /// <summary>Makes an overlay of a text.</summary>
    /// <param name="text">The text; null for no overlay.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator SystemPromptOverlay?(string? text) => text is null ? null : new([text], isList: false);

    /// <summary>Makes an overlay of a list of texts.</summary>
    /// <param name="parts">The texts, none of which is null; null for no overlay.</param>
    /// <exception cref="ArgumentNullException">One of the texts is null.</exception>
    [return: NotNullIfNotNull(nameof(parts))]
    public static implicit operator SystemPromptOverlay?(string[]? parts) => parts is null ? null : Of(parts);

    /// <summary>Enumerates the texts. The compiler needs this method for an assignment of a list in brackets.</summary>
    /// <returns>An enumerator of <see cref="Parts"/>.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<string> GetEnumerator() => Parts.GetEnumerator();

    /// <summary>The texts as the service joins them: with a blank line.</summary>
    public override string ToString() => string.Join("\n\n", _parts);
}
