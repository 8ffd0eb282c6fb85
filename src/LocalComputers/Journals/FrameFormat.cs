using System.Buffers;

namespace LocalComputers.Journals;

/// <summary>
/// How the numbered frames of one journal are written, and found again in its bytes. The door supplies the format, because what is written
/// goes over the door's wire as it is. A frame has a number, the name of an event, and one JSON object.
/// </summary>
/// <param name="idPrefix">What stands before the number in a frame's id.</param>
internal abstract class FrameFormat(string idPrefix)
{
    public string IdPrefix { get; } = idPrefix;

    /// <summary>Builds a frame.</summary>
    /// <param name="output">Gets the frame.</param>
    /// <param name="number">The frame's number.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="state">Handed to <paramref name="writeData"/>.</param>
    /// <param name="writeData">Writes the properties of the event's JSON object.</param>
    public abstract void Write<TState>(
        IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData)
        where TState : allows ref struct;

    /// <summary>Builds a frame whose JSON object has one property, a text.</summary>
    /// <param name="output">Gets the frame.</param>
    /// <param name="number">The frame's number.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="property">The property's name, which needs no escapes.</param>
    /// <param name="text">The text, in valid UTF-8.</param>
    public abstract void WriteText(
        IBufferWriter<byte> output, long number, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> property, ReadOnlySpan<byte> text);

    /// <summary>The room that the frames of a text usually take.</summary>
    public abstract int RoomFor(ReadOnlySpan<byte> text);

    /// <summary>How long the first frame of these bytes is; 0 when its end is not among them.</summary>
    /// <param name="bytes">What is there of the frame, and perhaps of others behind it.</param>
    /// <param name="searched">How many of the bytes were there when this was asked before, and the frame's end was not among them.</param>
    public abstract int LengthOfFirst(ReadOnlySpan<byte> bytes, int searched = 0);

    /// <summary>The number of a whole frame; null when the bytes are no frame of this journal.</summary>
    public abstract long? NumberOf(ReadOnlySpan<byte> frame);

    /// <summary>Whether a frame may begin with these bytes, of which the last ones may be missing.</summary>
    /// <param name="bytes">What is there.</param>
    /// <param name="number">The number that the frame must have; null when no number fits.</param>
    public abstract bool MayBegin(ReadOnlySpan<byte> bytes, long? number);

    /// <summary>What a whole frame says.</summary>
    public abstract LastFrame Read(ReadOnlySpan<byte> frame);
}
