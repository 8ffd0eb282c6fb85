using System.Net;
using System.Text;
using System.Text.Json;

namespace Flapjack.Sdk.AspNetCore.Tests;

/// <summary>The key must not come back in any form in which an error page may repeat it.</summary>
public sealed class KeyRedactionTests
{
    private const string Key = "fj_live_5e3c1a9b7d";

    private readonly KeyRedaction _redaction = new(Key);

    public static TheoryData<string, string> Forms => new()
    {
        { Key, "[key]" },
        { Key + Key, "[key][key]" },
        { Escaped("\\u{0:x4}"), "[key]" },
        { Escaped("\\u{0:X4}"), "[key]" },
        { Escaped("\\\\u{0:x4}"), "[key]" },
        { Escaped("\\x{0:x2}"), "[key]" },
        { Escaped("\\u{{{0:x}}}"), "[key]" },
        { Escaped("%{0:X2}"), "[key]" },
        { Escaped("%25{0:x2}"), "[key]" },
        { Escaped("%2525{0:x2}"), "[key]" },
        { Escaped("%u{0:x4}"), "[key]" },
        { Escaped("&#{0};"), "[key]" },
        { Escaped("&#x{0:X};"), "[key]" },
        { Escaped("&#0{0};"), "[key]" },
        { Escaped("&amp;#{0};"), "[key]" },
        { Key.Replace("_", "&lowbar;"), "[key]" },
        { Key.Replace("_", "%5F"), "[key]" },
        { Key.Replace("_", "\\u005f").Replace("5e", "%35e"), "[key]" },
        { Key[..9] + "\n" + Key[9..], "[key]" },
        { Convert.ToHexString(Encoding.ASCII.GetBytes(Key)), "[key]" },
        { Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Key)), "[key]" },
        { Key.ToUpperInvariant(), "[key]" },
        { Key.Replace("_", "\\_"), "[key]" },
        { Key[..^1], "[key]" },
        { Key[..13], "[key]" },
        { Key[6..], "[key]" },
        { Key[3..15] + "…", "[key]…" },
        { Key[..12] + "...", Key[..12] + "..." }, // as the service shows a key
        { Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Key))[8..], "[key]" },
        { Convert.ToBase64String(Encoding.ASCII.GetBytes(Key))[..^5], "[key]" },
        { Convert.ToBase64String(Encoding.ASCII.GetBytes(Key))[5..], "[key]" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_form_of_the_key_is_taken_out_and_nothing_else(string form, string expected)
    {
        _redaction.Redact($"before \\u00e4 %41 &lt; {form} &gt; after").Should().Be($"before \\u00e4 %41 &lt; {expected} &gt; after");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("Bearer {0}")]
    [InlineData("x:{0}")]
    [InlineData("xy:{0}:z")]
    [InlineData("xyz:{0}:zz")]
    [InlineData("GET / HTTP/1.1\r\nAuthorization: Bearer {0}\r\nUser-Agent: whoever-this-may-be/1.0\r\n\r\n")]
    public void Base64_of_the_key_is_taken_out_at_each_alignment_however_it_is_written(string around)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, around, Key);
        foreach (var bytes in new[] { Encoding.ASCII.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.BigEndianUnicode.GetBytes(text) })
        {
            var base64 = Convert.ToBase64String(bytes);
            var lines = Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);
            string[] forms =
            [
                base64, base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'), lines, JsonSerializer.Serialize(lines), Uri.EscapeDataString(base64),
                WebUtility.HtmlEncode(base64), base64.Replace("/", "\\/"),
            ];
            foreach (var form in forms)
            {
                var redacted = _redaction.Redact($"<p>{form}</p>");

                redacted.Should().Contain("[key]", "of {0}", form);
                Remains(redacted).Should().BeFalse("{0} became {1}", form, redacted);
            }
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void A_page_in_wide_characters_stays_one(string encoding)
    {
        var wide = Encoding.GetEncoding(encoding);
        var page = wide.GetBytes($"<p>gr\u00fc\u00df {Key}, Bearer {Key}{Key}</p>");

        wide.GetString(_redaction.Redact(page)).Should().Be("<p>gr\u00fc\u00df [key], Bearer [key][key]</p>");
    }

    [Fact]
    public void What_does_not_hold_the_key_comes_back_byte_by_byte()
    {
        var page = new byte[100_000];
        new Random(1).NextBytes(page);
        var half = Encoding.ASCII.GetBytes($"{Key[..12]} {Key[^11..]} %66%6 \\u006 \\ & &# &#x; %");

        _redaction.Redact(page).Should().Equal(page);
        _redaction.Redact(half).Should().Equal(half);
        _redaction.Redact("").Should().BeEmpty();
    }

    [Theory]
    [InlineData("key")]
    [InlineData("Bearer")]
    public void The_short_key_of_a_test_is_no_secret_and_spoils_no_sentence(string key)
    {
        new KeyRedaction(key).Redact("Bearer: check the API key.").Should().Be("Bearer: check the API key.");
    }

    [Theory]
    [InlineData("a secret12 b", "a [key] b")]
    [InlineData("{\"a\":\"secret12\\n\"}", "{\"a\":\"[key]\\n\"}")]
    [InlineData("\\tsecret12%20b", "\\t[key]%20b")]
    [InlineData("topsecret12, secret123, secret12-box", "topsecret12, secret123, secret12-box")]
    public void A_key_that_may_be_a_word_is_taken_out_as_a_whole_token_only(string text, string shown)
    {
        new KeyRedaction("secret12").Redact(text).Should().Be(shown);
    }

    private static string Escaped(string format) =>
        string.Concat(Key.Select(c => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, (int)c)));

    // Whether the middle of the key can be read out of any base64 that is left.
    private static bool Remains(string redacted)
    {
        var letters = WebUtility.HtmlDecode(Uri.UnescapeDataString(redacted)).Replace("\\r\\n", "").Replace("\\u002B", "+").Replace('-', '+').Replace('_', '/');
        letters = string.Concat(letters.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        return Enumerable.Range(0, 4).Select(skip => letters[Math.Min(skip, letters.Length)..]).Any(text =>
        {
            var bytes = Convert.FromBase64String(text[..(text.Length / 4 * 4)]);
            return Encoding.Latin1.GetString(bytes).Replace("\0", "").Contains(Key[4..^4], StringComparison.Ordinal);
        });
    }
}
