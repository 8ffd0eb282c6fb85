using System.IO.Compression;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

/// <summary>Makes PDFs: good ones with the library, and others by hand.</summary>
internal static class TestPdf
{
    private const string Catalog = "<</Type/Catalog/Pages 2 0 R>>";
    private const string Pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

    public static byte[] OfPages(params string[] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
        {
            builder.AddPage(PageSize.A4).AddText(text, 12, new(50, 700), font);
        }

        return builder.Build();
    }

    /// <summary>A page whose content is a stream of bytes as they are, and further objects from number 6 on.</summary>
    public static byte[] OfContent(string dictionary, byte[]? content, params (string Dictionary, byte[]? Stream)[] more) => OfObjects(
        "",
        [
            (Catalog, null),
            (Pages, null),
            ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>", null),
            (dictionary, content),
            ("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", null),
            .. more,
        ]);

    public static byte[] Encrypted() => OfObjects(
        $"/Encrypt 4 0 R/ID[<{new string('1', 32)}><{new string('1', 32)}>]",
        [
            (Catalog, null),
            (Pages, null),
            ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>", null),
            ($"<</Filter/Standard/V 1/R 2/P -4/O<{new string('A', 64)}>/U<{new string('B', 64)}>>>", null),
        ]);

    public static byte[] Deflate(Action<Stream> write)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            write(zlib);
        }

        return packed.ToArray();
    }

    private static byte[] OfObjects(string trailer, (string Dictionary, byte[]? Stream)[] objects)
    {
        using var pdf = new MemoryStream();
        var places = new List<long>();
        Write("%PDF-1.7\n");
        foreach (var (number, (dictionary, stream)) in objects.Index())
        {
            places.Add(pdf.Length);
            Write($"{number + 1} 0 obj\n{dictionary}\n");
            if (stream is not null)
            {
                Write("stream\n");
                pdf.Write(stream);
                Write("\nendstream\n");
            }

            Write("endobj\n");
        }

        var start = pdf.Length;
        Write($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n{string.Concat(places.Select(place => $"{place:D10} 00000 n \n"))}");
        Write($"trailer\n<</Size {places.Count + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
        return pdf.ToArray();

        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
    }
}
