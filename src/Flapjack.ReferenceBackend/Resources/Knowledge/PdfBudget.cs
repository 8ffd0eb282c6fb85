namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>How much a PDF may unpack, for a few bytes of a PDF can stand for gigabytes.</summary>
/// <param name="ended">Ends the reading.</param>
internal sealed class PdfBudget(CancellationToken ended)
{
    // Of all streams together: fonts, pictures, and the structure of the file.
    private const long MaxBytes = 128L * 1024 * 1024;

    // Each byte of what is drawn on a page may become a letter, which costs hundreds of bytes of memory.
    private const long MaxDrawnBytes = 2L * 1024 * 1024;

    private long _bytes;
    private long _drawn;

    public CancellationToken Ended => ended;

    public bool IsSpent { get; private set; }

    /// <summary>How many bytes the next stream may have.</summary>
    public long Left => MaxBytes - _bytes;

    public void NextPage()
    {
        _drawn = 0;
        Step();
    }

    /// <exception cref="InvalidOperationException">The time is over.</exception>
    public void Step() => Require(!ended.IsCancellationRequested);

    /// <exception cref="InvalidOperationException">The PDF has unpacked more than it may.</exception>
    public void Spend(long bytes, bool isDrawn)
    {
        _bytes += bytes;
        _drawn += isDrawn ? bytes : 0;
        Require(_bytes <= MaxBytes && _drawn <= MaxDrawnBytes);
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
