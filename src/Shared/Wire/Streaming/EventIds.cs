using System.Text;

namespace Shared.Wire.Streaming;

/// <summary>Reads the ids of a stream's events, without a string for each.</summary>
internal sealed class EventIds
{
    // Such a number is no longer than a long, and is written again as it was read.
    private const int MaxDigits = 18;

    private byte[] _run = [];
    private string _runText = "";

    public EventId Of(ReadOnlySpan<byte> id)
    {
        var run = id[..(id.LastIndexOf((byte)':') + 1)];
        if (!TryReadNumber(id[run.Length..], out var number))
        {
            return new(Encoding.UTF8.GetString(id));
        }

        if (!run.SequenceEqual(_run))
        {
            (_run, _runText) = (run.ToArray(), Encoding.UTF8.GetString(run));
        }

        return new(_runText, number);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        if (digits.Length is 0 or > MaxDigits || digits[0] == (byte)'0')
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (10 * number) + (digit - '0');
        }

        return true;
    }
}
