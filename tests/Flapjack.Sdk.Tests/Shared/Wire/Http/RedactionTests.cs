using System.Net;
using System.Text;
using System.Text.Json;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http;

public sealed class RedactionTests
{
    // A key with every character that an encoder may touch.
    private const string Key = "fj_live_a+b/c=d&e\"f\\g'h<i>~9";

    public static TheoryData<string> Spellings =>
    [
        Key,
        JsonSerializer.Serialize(Key),
        Key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
        JsonSerializer.Serialize(JsonSerializer.Serialize(Key)),
        string.Concat(Key.Select(c => $"\\u{(int)c:X4}")),
        Uri.EscapeDataString(Key),
        Uri.EscapeDataString(Uri.EscapeDataString(Key)),
        string.Concat(Key.Select(c => $"%{(int)c:x2}")),
        WebUtility.HtmlEncode(Key),
        string.Concat(Key.Select(c => $"&#{(int)c};")),
        string.Concat(Key.Select(c => $"&#x{(int)c:x};")),
        Encoding.UTF8.GetString(Encoding.Unicode.GetBytes(Key)),
        Encoding.UTF8.GetString(Encoding.BigEndianUnicode.GetBytes(Key)),
        Key.ToUpperInvariant(),
        string.Concat(Key.Select(c => $"\\x{(int)c:x2}")),
        string.Concat(Key.Select(c => $"\\u{{{(int)c:x}}}")),
        string.Concat(Key.Select(c => $"%u{(int)c:X4}")),
        Key.Replace("_", "\\_", StringComparison.Ordinal).Replace("+", "\\+", StringComparison.Ordinal), // Markdown, regular expressions
        Key.Replace("_", "&lowbar;", StringComparison.Ordinal),
        WebUtility.HtmlEncode(WebUtility.HtmlEncode(Key)),
        Uri.EscapeDataString(JsonSerializer.Serialize(WebUtility.HtmlEncode(Key))[1..^1]),
        Key[..9] + "\r\n" + Key[9..],
        Convert.ToHexString(Encoding.UTF8.GetBytes(Key)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Key)),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_key_is_found_in_every_spelling(string spelling)
    {
        new Redaction(Key).Of($"Bearer {spelling}, please").Should().MatchRegex(@"\ABearer (?:[\\""\x00]|u0022)*\[key\](?:[\\""\x00]|u0022)*, please\z");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("B", "")]
    [InlineData("Bearer ", "")]
    [InlineData("key:", "!")]
    [InlineData("x", "xx")]
    public void The_key_is_found_in_base64_wherever_it_begins(string before, string after)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Key + after));

        var shown = new Redaction(Key).Of($"Authorization: Basic {encoded}");

        shown.Should().Contain("[key]");
        shown.Length.Should().BeLessThan(50);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 9)]
    [InlineData(5, 7)]
    [InlineData(11, 1)]
    public void A_part_of_the_key_is_found_in_base64_that_was_cut_wherever_it_begins(int front, int end)
    {
        foreach (var before in new[] { "", "B", "Be", "Bearer " })
        {
            foreach (var encoding in new[] { Encoding.ASCII, Encoding.Unicode })
            {
                var encoded = Convert.ToBase64String(encoding.GetBytes(before + "fj_live_0123456789abcdef")).TrimEnd('=');
                var start = encoded.Length - Convert.ToBase64String(encoding.GetBytes("fj_live_0123456789abcdef")).TrimEnd('=').Length;

                var shown = new Redaction("fj_live_0123456789abcdef").Of($"<{encoded[(start + front)..^end]}>");

                shown.Should().MatchRegex(@"\A<.{0,4}\[key\].{0,4}>\z", "of {0} behind '{1}'", encoding.WebName, before);
            }
        }
    }

    [Theory]
    [InlineData("key")]
    [InlineData("test")]
    [InlineData("fj_test")]
    [InlineData("-")]
    public void A_short_key_is_a_tests_and_is_left_alone(string key)
    {
        var said = $"Check the API key. No such {key}.";

        new Redaction(key).Of(said).Should().Be(said);
    }

    [Theory]
    [InlineData("a secret12 b", "a [key] b")]
    [InlineData("secret12", "[key]")]
    [InlineData("(secret12).", "([key]).")]
    [InlineData("{\"a\":\"secret12\"}", "{\"a\":\"[key]\"}")]
    [InlineData("key=secret12&x", "key=[key]&x")]
    [InlineData("a\\nsecret12\\n", "a\\n[key]\\n")]
    [InlineData("a\\u003esecret12", "a\\u003e[key]")]
    [InlineData("a%20secret12%20b", "a%20[key]%20b")]
    [InlineData("secret123", "secret123")]
    [InlineData("topsecret12", "topsecret12")]
    [InlineData("secret12-box", "secret12-box")]
    [InlineData("my_secret12", "my_secret12")]
    public void A_key_that_may_be_a_word_is_taken_out_as_a_whole_token_only(string text, string shown)
    {
        new Redaction("secret12").Of(text).Should().Be(shown);
    }

    [Theory]
    [InlineData("xfj_live_0123456789abcdefx", "x[key]x")]
    [InlineData("{\\\"key\\\":\\\"fj_live_0123456789abcdef\\\"}", "{\\\"key\\\":\\\"[key]\\\"}")]
    [InlineData("line\\nfj_live_0123456789abcdef", "line\\n[key]")]
    [InlineData("no such key: fj_live_0123456789abcde", "no such key: [key]")] // cut by the service
    [InlineData("no such key: fj_live_01234567…", "no such key: [key]…")]
    [InlineData("{\"detail\":\"fj_live_0123456789abcde\"}", "{\"detail\":\"[key]\"}")]
    [InlineData("fj%5Flive%5F0123456789%61%62", "[key]")]
    [InlineData("fj_live_0123...", "fj_live_0123...")] // as the service shows a key
    [InlineData("fj_live_0123*****", "fj_live_0123*****")]
    [InlineData("FJ_LIVE_0123", "FJ_LIVE_0123")]
    [InlineData("fj_live_01234", "[key]")] // one character more than the service shows
    [InlineData("…_0123456789abcdef is no key", "…[key] is no key")] // cut at its front
    [InlineData("..5%36789abcdef", "..5%36789abcdef")] // eleven characters
    [InlineData("...4%35%36789abcdef", "...[key]")]
    [InlineData("<live_0123456789ab>", "<[key]>")] // cut at both ends
    [InlineData("fj_live_0123456789 abcdef", "[key] abcdef")]
    [InlineData("fj_live_0123456789zzzz", "[key]zzzz")]
    [InlineData("\"fj_live_01\" + \"23456789abcdef\"", "\"fj_live_01\" + \"[key]\"")]
    [InlineData("4567-89ab-cdef-0123", "4567-89ab-cdef-0123")]
    [InlineData("36373839616263646566", "36373839616263646566")] // ten characters in hexadecimal
    [InlineData("0x3435363738396162636465660a", "0x[key]0a")]
    [InlineData("fj_live_abcdef0123456789", "fj_live_abcdef0123456789")]
    public void A_long_key_is_taken_out_wherever_it_stands(string text, string shown)
    {
        new Redaction("fj_live_0123456789abcdef").Of(text).Should().Be(shown);
    }

    [Fact]
    public void A_token_of_more_than_a_thousand_characters_is_found_too()
    {
        var token = "eyJ" + string.Concat(Enumerable.Repeat("hbGciOiJIUzI1NiJ9.a-b_c", 60));
        var redaction = new Redaction(token);

        redaction.Of($"Bearer {token}, {Uri.EscapeDataString(token.Replace(".", "%2E", StringComparison.Ordinal))}").Should().Be("Bearer [key], [key]");
        redaction.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + token))).Should().MatchRegex(@"\A.{0,4}\[key\].{0,4}\z");
    }

    [Fact]
    public void A_long_text_of_escapes_is_searched_in_no_time_that_matters()
    {
        var text = new string('\\', 1_000_000) + string.Concat(Enumerable.Repeat("%25", 300_000)) + new string('\0', 300_000);

        new Redaction(Key).Of(text).Should().Be(text);
    }

    [Fact]
    public void A_cause_without_the_key_is_attached_as_it_is()
    {
        var cause = new HttpRequestException("no route");

        new Redaction(Key).Cause(cause).Should().BeSameAs(cause);
    }

    [Fact]
    public void A_cause_that_shows_the_key_is_attached_as_a_copy_of_its_kind()
    {
        var cause = new HttpRequestException(HttpRequestError.InvalidResponse, $"Invalid header: {Key}", new IOException($"read {Key}"), HttpStatusCode.OK);

        var copy = new Redaction(Key).Cause(cause).Should().BeOfType<HttpRequestException>().Subject;

        copy.Message.Should().Be("Invalid header: [key]");
        copy.HttpRequestError.Should().Be(HttpRequestError.InvalidResponse);
        copy.StatusCode.Should().Be(HttpStatusCode.OK);
        copy.InnerException.Should().BeOfType<IOException>().Which.Message.Should().Be("read [key]");
    }

    [Fact]
    public void Our_own_words_are_never_taken_for_the_key()
    {
        new Redaction("computer").Message($"The computer of agent {"a computer b"} is gone.").Should().Be("The computer of agent a [key] b is gone.");
    }

    [Theory]
    [InlineData("it broke", "It failed: it broke.")]
    [InlineData("it broke.", "It failed: it broke.")]
    [InlineData("it broke...", "It failed: it broke.")]
    [InlineData("it broke. \r\n", "It failed: it broke.")]
    [InlineData("it broke:", "It failed: it broke.")]
    [InlineData("it broke;", "It failed: it broke.")]
    [InlineData("did it break?", "It failed: did it break?")]
    [InlineData("it broke!", "It failed: it broke!")]
    [InlineData("it bro…", "It failed: it bro…")]
    public void A_text_and_the_sentence_around_it_do_not_both_bring_a_mark(string text, string message)
    {
        Redaction.None.Message($"It failed: {text}.").Should().Be(message);
    }

    [Theory]
    [InlineData("it broke.", "It failed (it broke). Again.")]
    [InlineData("did it break?", "It failed (did it break?). Again.")]
    public void In_the_midst_of_a_sentence_a_text_ends_without_a_full_stop(string text, string message)
    {
        Redaction.None.Message($"It failed ({text}). Again.").Should().Be(message);
    }
}
