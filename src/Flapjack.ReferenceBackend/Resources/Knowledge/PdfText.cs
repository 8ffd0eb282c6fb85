using System.Text;
using Shared.Hosting.Refusals;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Takes the text out of a PDF, page by page.</summary>
internal static class PdfText
{
    private const int MaxPages = 5_000;
    private const int MaxCharacters = 20_000_000;

    /// <exception cref="Refusal">The PDF is broken or encrypted, or holds more than it may.</exception>
    public static string Of(UploadedFile file, PdfBudget budget)
    {
        try
        {
            return Read(file, budget);
        }
        catch (PdfDocumentEncryptedException)
        {
            throw file.Invalid("is encrypted");
        }
        catch (Exception e) when (budget.IsSpent)
        {
            throw budget.Ended.IsCancellationRequested ? new OperationCanceledException(e.Message, e, budget.Ended) : file.Invalid("unpacks to more than this backend reads of a PDF");
        }
        catch (Exception e) when (e is not Refusal and not OutOfMemoryException)
        {
            // The library throws exceptions of many types for a file that is no good PDF.
            throw file.Invalid("is no PDF that can be read");
        }
    }

    private static string Read(UploadedFile file, PdfBudget budget)
    {
        using var document = PdfDocument.Open(file.Bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, FilterProvider = new PdfFilters(budget) });
        document.AddPageFactory<PdfPageText, PdfPageReader>();
        if (document.NumberOfPages > MaxPages)
        {
            throw file.Invalid($"has {document.NumberOfPages} pages, and this backend reads at most {MaxPages}");
        }

        var text = new StringBuilder();
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            text.Append(document.GetPage<PdfPageText>(number).Text.Replace('\0', '\uFFFD')).Append("\n\n");
            if (text.Length > MaxCharacters)
            {
                throw file.Invalid($"holds more than {MaxCharacters} characters");
            }
        }

        return text.ToString();
    }
}
