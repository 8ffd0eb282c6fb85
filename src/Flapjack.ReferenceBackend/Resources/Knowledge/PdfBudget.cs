namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>How much a PDF may unpack and draw, for a few bytes of a PDF can stand for gigabytes.</summary>
/// <param name="ended">Ends the reading.</param>
internal sealed class PdfBudget(CancellationToken ended)
{
    // Of all streams together: fonts, pictures, and the structure of the file.
    private const long MaxBytes = 128L * 1024 * 1024;

    // What one page draws: its own content, and each form as often as it is drawn.
    private const long MaxDrawnBytes = 8L * 1024 * 1024;
    private const long MaxDrawn = 1_000_000;

    private long _bytes;
    private long _drawnBytes;
    private long _drawn;

    public CancellationToken Ended => ended;

    public bool IsSpent { get; private set; }

    /// <summary>How many bytes the next stream may have.</summary>
    public long Left => MaxBytes - _bytes;

    public void NextPage()
    {
        (_drawnBytes, _drawn) = (0, 0);
        Step();
    }

    /// <exception cref="InvalidOperationException">The time is over.</exception>
    public void Step() => Require(!ended.IsCancellationRequested);

    /// <summary>Counts operations and letters of a page.</summary>
    /// <exception cref="InvalidOperationException">The page draws more than it may, or the time is over.</exception>
    public void Draw(int count)
    {
        _drawn += count;
        Require(_drawn <= MaxDrawn && !ended.IsCancellationRequested);
    }

    /// <summary>Counts bytes of a stream.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isDrawn">Whether the page draws the stream.</param>
    /// <exception cref="InvalidOperationException">The PDF has unpacked more than it may, or the time is over.</exception>
    public void Spend(long bytes, bool isDrawn)
    {
        _bytes += isDrawn ? 0 : bytes;
        _drawnBytes += isDrawn ? bytes : 0;
        Require(_bytes <= MaxBytes && _drawnBytes <= MaxDrawnBytes && !ended.IsCancellationRequested);
    }

    private void Require(bool isWithin)
    {
        if (!isWithin || IsSpent)
        {
            IsSpent = true;
            throw new InvalidOperationException("The budget of the PDF is spent.");
        }
    }
}
