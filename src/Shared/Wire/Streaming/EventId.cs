using System.Globalization;

namespace Shared.Wire.Streaming;

/// <summary>The id of an event. An id <c>run:n</c> is kept as its two halves, because many events share the first; its text is made when it is asked for.</summary>
internal readonly struct EventId : IEquatable<EventId>
{
    private readonly string? _text;
    private readonly long _number;

    /// <param name="text">The whole id.</param>
    public EventId(string? text) => _text = text;

    /// <param name="run">What stands before the number.</param>
    /// <param name="number">The number, more than zero.</param>
    public EventId(string run, long number) => (_text, _number) = (run, number);

    /// <summary>The id; null if the event has none.</summary>
    public string? Text => _number == 0 ? _text : string.Create(CultureInfo.InvariantCulture, $"{_text}{_number}");

    public bool Equals(EventId other) => _number == other._number ? _text == other._text : Text == other.Text;

    public override bool Equals(object? obj) => obj is EventId other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text ?? "");
}
