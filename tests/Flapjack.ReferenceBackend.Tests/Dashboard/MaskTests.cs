using Flapjack.ReferenceBackend.Dashboard.Writing;

namespace Flapjack.ReferenceBackend.Tests.Dashboard;

public sealed class MaskTests
{
    [Theory]
    [InlineData("key fj_live_0123456789ab.", "key fj_live_[hidden].")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjU end", "whsec_[hidden] end")]
    [InlineData("curl -H 'Authorization: Bearer abc123' x", "curl -H 'Authorization: [hidden]' x")]
    [InlineData("Bearer abcdef.ghi", "Bearer [hidden]")]
    [InlineData("https://me:pass@host/x", "https://[hidden]@host/x")]
    [InlineData("sk-ant-0123456789abcdefghij", "sk-[hidden]")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "eyJ[hidden]")]
    [InlineData("a value of eight: hush-hush", "a value of eight: [hidden]")]
    [InlineData("{\"apiKey\": \"quite\", \"n\": 1}", "{\"apiKey\": \"[hidden]\", \"n\": 1}")]
    [InlineData("{\"inputTokens\": \"12\"}", "{\"inputTokens\": \"12\"}")]
    [InlineData("export NPM_TOKEN=quite; make", "export NPM_TOKEN=[hidden] make")]
    [InlineData("plain text, task-list, the bearer of news", "plain text, task-list, the bearer of news")]
    public void What_looks_like_a_secret_is_hidden_in_a_text(string text, string shown) => new Mask(["hush-hush"]).Text(text).Should().Be(shown);

    [Fact]
    public void Fields_whose_names_tell_of_a_secret_are_hidden_in_JSON()
    {
        var shown = Mask.OfShapes.Json("""
            {"Authorization":"x","api_key":"k","connectToken":"t","inputTokens":5,"name":"n","envVars":[{"key":"A","value":"v"}],"env":{"B":"w"},"nested":{"password":123},"text":"{\"secret\":\"s3\",\"n\":1}"}
            """);

        shown.Should().NotContainAny("\"x\"", "\"k\"", "\"t\"", "\"v\"", "\"w\"", "123", "s3").And.Contain("\"inputTokens\": 5").And.Contain("\"n\"").And.Contain("\"A\"");
    }

    [Theory]
    [InlineData("no json fj_live_0123456789ab", "no json fj_live_[hidden]")]
    [InlineData("", "")]
    public void A_text_that_is_no_JSON_stays_a_text(string text, string shown) => Mask.OfShapes.Json(text).Should().Be(shown);

    [Fact]
    public void A_secret_is_hidden_wherever_the_text_is_cut()
    {
        const string Text = "before hush-hush-hush fj_live_0123456789abcdef whsec_MfKQ9r8GKYqrTwjU Bearer abc.def-ghi {\"password\": \"quite\"} A_SECRET=quite after";
        for (var cut = 0; cut <= Text.Length; cut++)
        {
            var pieces = new Mask(["hush-hush-hush"]).Pieces();

            var shown = pieces.Next(Text[..cut]) + pieces.Next(Text[cut..]) + pieces.End();

            shown.Should().Be("before [hidden] fj_live_[hidden] whsec_[hidden] Bearer [hidden] {\"password\": \"[hidden]\"} A_SECRET=[hidden] after", "it was cut at {0}", cut);
        }
    }

    [Theory]
    [InlineData("see https://me:pass@host/x now", "see https://[hidden]@host/x now")]
    [InlineData("Authorization: Basic bWU6cGFzcw== x\nnext", "Authorization: [hidden]\nnext")]
    [InlineData("export npm_TOKEN=quite then", "export npm_TOKEN=[hidden] then")]
    [InlineData("use ghp_0123456789abcdefghij here", "use ghp_[hidden] here")]
    public void Other_secrets_are_hidden_wherever_the_text_is_cut(string text, string masked)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var pieces = Mask.OfShapes.Pieces();

            (pieces.Next(text[..cut]) + pieces.Next(text[cut..]) + pieces.End()).Should().Be(masked, "it was cut at {0}", cut);
        }
    }

    [Fact]
    public void Long_secrets_are_hidden_wherever_the_text_is_cut()
    {
        var line = new string('x', 64) + "\n";
        var key = $"-----BEGIN RSA PRIVATE KEY-----\n{string.Concat(Enumerable.Repeat(line, 50))}-----END RSA PRIVATE KEY-----";
        var token = $"eyJ{new string('a', 400)}.{new string('b', 1_500)}.{new string('c', 340)}";
        var text = $"before\n{key}\nbetween {token} after";
        for (var cut = 0; cut <= text.Length; cut += 13)
        {
            var pieces = Mask.OfShapes.Pieces();

            (pieces.Next(text[..cut]) + pieces.Next(text[cut..]) + pieces.End())
                .Should().Be("before\n-----BEGIN RSA PRIVATE KEY-----[hidden]\nbetween eyJ[hidden] after", "it was cut at {0}", cut);
        }
    }

    [Fact]
    public void What_follows_a_key_is_not_held_back()
    {
        var pieces = Mask.OfShapes.Pieces();

        pieces.Next("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\ndone. ").Should().EndWith("\ndone. ");
    }

    [Fact]
    public void A_text_is_not_held_back_without_a_reason()
    {
        var pieces = Mask.OfShapes.Pieces();

        pieces.Next("Password? ").Should().Be("Password? ");
        pieces.Next("building...").Should().Be("building...");
    }
}
