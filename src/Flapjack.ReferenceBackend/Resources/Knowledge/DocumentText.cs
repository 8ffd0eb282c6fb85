using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>
/// Reads the text of files, away from the store. Text and HTML take a time that grows with their length alone. PDFs are read one at a time, and a PDF
/// that takes longer than it may is refused; what still works on it ends at the next step.
/// </summary>
internal sealed class DocumentText(TimeProvider clock) : IDisposable
{
    /// <summary>How long a PDF may be worked on, with the time that it waits for others.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private const string PdfType = "application/pdf";

    private readonly SemaphoreSlim _onePdf = new(1, 1);

    /// <exception cref="Refusal">The file can't be read, or holds no text.</exception>
    public async Task<string> OfAsync(UploadedFile file, CancellationToken cancellationToken)
    {
        var text = IsPdf(file) ? await OfPdfAsync(file, cancellationToken).ConfigureAwait(false)
            : IsHtml(file) ? HtmlText.Of(PlainText.Of(file))
            : PlainText.Of(file);
        return !string.IsNullOrWhiteSpace(text) ? text
            : throw file.Invalid(IsPdf(file) ? "holds no text; the text of scanned pages is a picture, which this backend can't read" : "holds no text");
    }

    public void Dispose() => _onePdf.Dispose();

    private async Task<string> OfPdfAsync(UploadedFile file, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _onePdf.WaitAsync(either.Token).ConfigureAwait(false);
            var budget = new PdfBudget(either.Token);
            var reading = Task.Run(() => PdfText.Of(file, budget), CancellationToken.None);
            // The next PDF waits until the work on this one has really ended.
            _ = reading.ContinueWith(_ => _onePdf.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return await reading.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw file.Invalid($"could not be read within {Longest.TotalSeconds:0} s");
        }
    }

    private static bool IsPdf(UploadedFile file) =>
        file.Bytes.AsSpan(0, Math.Min(file.Bytes.Length, 1024)).IndexOf("%PDF-"u8) >= 0 || file.Ending == ".pdf" || file.MediaType == PdfType;

    private static bool IsHtml(UploadedFile file) => file.Ending is ".html" or ".htm" or ".xhtml" || file.MediaType is "text/html" or "application/xhtml+xml";
}
