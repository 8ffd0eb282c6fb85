using System.Text;
using Flapjack.ReferenceBackend.Resources.Knowledge;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

public sealed class DocumentTextTests : IDisposable
{
    private readonly DocumentText _texts = new(TimeProvider.System);

    public void Dispose() => _texts.Dispose();

    [Theory]
    [InlineData("notes.txt", "")]
    [InlineData("notes.md", "text/markdown")]
    [InlineData("notes", "")]
    [InlineData("data.csv", "text/csv")]
    public async Task Text_is_read_as_it_stands(string name, string type) =>
        (await ReadAsync("# Größe\n\n<b>bold</b> 🥞"u8.ToArray(), name, type)).Should().Be("# Größe\n\n<b>bold</b> 🥞");

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "a mark of UTF-8", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("Größe 🥞")] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Größe 🥞")] },
        { "UTF-16, big end first", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("Größe 🥞")] },
        { "UTF-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("Größe 🥞")] },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_mark_at_the_beginning_tells_the_encoding(string encoding, byte[] bytes) =>
        (await ReadAsync(bytes, "notes.txt")).Should().Be("Größe 🥞", encoding);

    [Fact]
    public async Task The_upload_may_tell_the_encoding() =>
        (await ReadAsync(Encoding.Latin1.GetBytes("Größe"), "notes.txt", "text/plain", "iso-8859-1")).Should().Be("Größe");

    [Theory]
    [InlineData("<!doctype html><title>My &amp; page</title><script>var evil = '<p>no</p>';</script><style>p { color: red }</style><h1>Head</h1><p>One  two\nthree<br>four</p><!-- secret --><ul><li>a<li>b</ul>",
        "My & page\n\nHead\n\nOne two three\nfour\n\na\nb")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    [InlineData("plain &lt;text&gt; &copy;&#x1F95E;", "plain <text> ©🥞")]
    [InlineData("<p>unclosed <b>tags <i>everywhere", "unclosed tags everywhere")]
    [InlineData("<SCRIPT>no</SCRIPT><textarea><b>raw</b></textarea><a title=\"<p>no\">yes</a>", "<b>raw</b>yes")]
    public async Task Of_HTML_only_what_is_read_stays(string html, string text) =>
        (await ReadAsync(Encoding.UTF8.GetBytes(html), "page.html")).Trim().Should().Be(text);

    [Fact]
    public async Task Of_a_PDF_the_text_of_each_page_stays()
    {
        var text = await ReadAsync(TestPdf.OfPages("Pancakes are flat.", "Waffles are not."), "paper.pdf");

        text.Should().Contain("Pancakes are flat.").And.Contain("Waffles are not.");
        text.IndexOf("Pancakes", StringComparison.Ordinal).Should().BeLessThan(text.IndexOf("Waffles", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_PDF_is_known_by_its_first_bytes() =>
        (await ReadAsync(TestPdf.OfPages("Pancakes are flat."), "download", "application/octet-stream")).Should().Contain("Pancakes");

    [Fact]
    public async Task A_PDF_made_by_hand_is_read() =>
        (await ReadAsync(TestPdf.OfContent("<</Length 42>>", "BT /F 12 Tf 50 700 Td (Hand made) Tj ET    "u8.ToArray()), "x.pdf")).Should().Contain("Hand made");

    public static TheoryData<string, byte[], string, string> Unreadable => new()
    {
        { "photo.png", [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 0, 1, 0xFF], "UNSUPPORTED_FILE", "no format" },
        { "archive.txt", [(byte)'P', (byte)'K', 3, 4, 0, 0, 0xFF], "UNSUPPORTED_FILE", "no format" },
        { "latin.txt", [(byte)'G', 0xF6, (byte)'t'], "INVALID_FILE", "not valid utf-8" },
        { "empty.txt", [], "INVALID_FILE", "holds no text" },
        { "blank.md", [32, 10, 9], "INVALID_FILE", "holds no text" },
        { "tags.html", [.. "<p><script>x</script></p>"u8], "INVALID_FILE", "holds no text" },
        { "broken.pdf", [.. "no PDF"u8], "INVALID_FILE", "no PDF" },
        { "cut.pdf", TestPdf.OfPages("text")[..200], "INVALID_FILE", "PDF" },
        { "head.pdf", [.. "%PDF-1.7\n%%EOF"u8], "INVALID_FILE", "no PDF" },
        { "scan.pdf", TestPdf.OfPages(" "), "INVALID_FILE", "picture" },
        { "locked.pdf", TestPdf.Encrypted(), "INVALID_FILE", "is encrypted" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_can_not_be_read_is_refused_by_the_name_of_the_file(string name, byte[] bytes, string code, string why)
    {
        var refusal = await RefusedAsync(bytes, name);

        refusal.Code.Should().Be(code);
        refusal.Message.Should().Contain($"'{name}'").And.Contain(why);
    }

    [Theory]
    [InlineData("no-such-encoding")]
    [InlineData("us-ascii")]
    [InlineData("utf-7")]
    [InlineData("UTF-7")]
    public async Task A_text_in_another_encoding_than_it_names_is_refused(string charset) =>
        (await RefusedAsync("Größe"u8.ToArray(), "x.txt", "text/plain", charset)).Code.Should().Be("INVALID_FILE");

    [Fact]
    public async Task Twenty_megabytes_on_one_line_are_read()
    {
        var line = new byte[20_000_000];
        Array.Fill(line, (byte)'a');

        Chunks.Of(await ReadAsync(line, "line.txt")).Should().HaveCount(10_000);
    }

    public static TheoryData<string, string, int> HostileHtml => new()
    {
        { "deep", "<div>", 500_000 },
        { "misnested", "<a><b><p>", 300_000 },
        { "tables", "<table><tr><td>", 200_000 },
        { "attributes", "<p x='y' x='z' a=b>", 200_000 },
        { "open comment", "<!-- ", 500_000 },
        { "open tag", "<p x", 500_000 },
        { "entities", "&amp", 500_000 },
        { "open script", "<script><!--<script>", 200_000 },
    };

    [Theory]
    [MemberData(nameof(HostileHtml))]
    public async Task HTML_that_never_ends_costs_no_more_than_its_length(string what, string piece, int times)
    {
        var html = new StringBuilder("<p>Readable.</p>").Insert(16, piece, times);

        (await ReadAsync(Encoding.UTF8.GetBytes(html.ToString()), "page.html")).Should().StartWith("Readable.", what);
    }

    [Fact]
    public async Task A_tag_with_very_many_attributes_is_read()
    {
        var html = new StringBuilder("Readable.<p ");
        for (var i = 0; i < 300_000; i++)
        {
            html.Append('a').Append(i).Append("=1 ");
        }

        (await ReadAsync(Encoding.UTF8.GetBytes(html.Append('>').ToString()), "page.html")).Should().StartWith("Readable.");
    }

    [Fact]
    public async Task A_PDF_that_unpacks_to_gigabytes_is_refused_before_it_does()
    {
        var bomb = TestPdf.Deflate(stream =>
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 300; i++)
            {
                stream.Write(zeros);
            }
        });

        foreach (var more in new[] { "", "/Subtype/Image" })
        {
            (await RefusedAsync(TestPdf.OfContent($"<</Length {bomb.Length}/Filter/FlateDecode{more}>>", bomb), "bomb.pdf")).Message.Should().Contain("unpacks to more");
        }
    }

    [Fact]
    public async Task A_page_with_millions_of_letters_is_refused()
    {
        var letters = TestPdf.Deflate(stream =>
        {
            stream.Write("BT /F 1 Tf ("u8);
            stream.Write(Encoding.ASCII.GetBytes(new string('a', 10_000_000)));
            stream.Write(") Tj ET"u8);
        });

        (await RefusedAsync(TestPdf.OfContent($"<</Length {letters.Length}/Filter/FlateDecode>>", letters), "letters.pdf")).Message.Should().Contain("unpacks to more");
    }

    [Fact]
    public async Task A_PDF_whose_page_draws_a_form_again_and_again_is_refused()
    {
        // 100,000 times 10,000 bytes, out of a file that is small.
        var form = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("q 1 0 0 1 0 0 cm Q\n", 500)));
        var content = TestPdf.Deflate(stream => stream.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("/X Do\n", 100_000)))));

        var pdf = TestPdf.OfContent($"<</Length {content.Length}/Filter/FlateDecode>>", content, ($"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length {form.Length}>>", form));

        (await RefusedAsync(pdf, "forms.pdf")).Message.Should().Contain("unpacks to more");
    }

    [Fact]
    public async Task A_page_that_names_the_same_content_again_and_again_is_refused()
    {
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("q Q\n", 25_000)));
        var pages = string.Concat(Enumerable.Repeat("6 0 R ", 10_000));

        var pdf = TestPdf.OfContent($"[{pages}]", null, ($"<</Length {content.Length}>>", content));

        (await RefusedAsync(pdf, "again.pdf")).Message.Should().Contain("unpacks to more");
    }

    [Fact]
    public async Task Lines_and_gaps_of_a_page_are_lines_and_spaces_of_the_text()
    {
        var content = "BT /F 10 Tf 50 700 Td (One) Tj 40 0 Td (two) Tj -40 -12 Td [(th) 20 (ree) -600 (four)] TJ 0 -40 Td (Five) Tj ET"u8.ToArray();

        (await ReadAsync(TestPdf.OfContent($"<</Length {content.Length}>>", content), "lines.pdf")).Trim().Should().Be("One two\nthree four\n\nFive");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("<<")]
    [InlineData("<</A")]
    [InlineData("(")]
    public async Task A_PDF_that_is_nested_without_end_is_refused(string piece)
    {
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 200_000)));

        (await RefusedAsync(TestPdf.OfContent($"<</Length {content.Length}>>", content), "deep.pdf")).Code.Should().Be("INVALID_FILE");
        (await RefusedAsync(TestPdf.OfContent("<</Length 1>>", [32], (Encoding.ASCII.GetString(content), null)), "deep.pdf")).Code.Should().Be("INVALID_FILE");
    }

    [Fact]
    public async Task Half_a_PDF_is_text_or_a_refusal_wherever_it_was_cut()
    {
        var whole = TestPdf.OfPages("Pancakes are flat.");
        for (var length = 10; length < whole.Length; length += 61)
        {
            try
            {
                await ReadAsync(whole[..length], "half.pdf");
            }
            catch (Refusal refusal)
            {
                refusal.Code.Should().Be("INVALID_FILE", refusal.Message);
            }
        }
    }

    private Task<string> ReadAsync(byte[] bytes, string name, string type = "", string? charset = null) =>
        _texts.OfAsync(new(name, type, charset, bytes), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    private async Task<Refusal> RefusedAsync(byte[] bytes, string name, string type = "", string? charset = null) =>
        (await FluentActions.Awaiting(() => ReadAsync(bytes, name, type, charset)).Should().ThrowAsync<Refusal>()).Which;
}
