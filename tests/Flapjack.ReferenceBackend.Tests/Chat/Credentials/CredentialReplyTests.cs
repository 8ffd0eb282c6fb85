using System.Text;
using Flapjack.ReferenceBackend.Chat.Credentials;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>What a resolver may answer, and what is taken for the platform's key instead.</summary>
public sealed class CredentialReplyTests
{
    [Theory]
    [InlineData("""{"apiKey":"sk-ant-1","source":"byok"}""")]
    [InlineData("""{"source":"byok","apiKey":"sk-ant-1","more":[1]}""")]
    public void A_key_of_the_source_byok_is_the_users_key(string reply)
    {
        var answer = Read(reply);

        answer.ApiKey.Should().Be("sk-ant-1");
        answer.Fault.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"apiKey":null,"source":"platform"}""")]
    [InlineData("""{"apiKey":null,"source":"byok"}""")]
    [InlineData("""{"apiKey":null}""")]
    public void A_key_that_is_null_is_the_platforms_key_and_no_fault(string reply)
    {
        var answer = Read(reply);

        answer.ApiKey.Should().BeNull();
        answer.Fault.Should().BeNull();
    }

    [Theory]
    [InlineData("", "what is not JSON")]
    [InlineData("sk-ant-1", "what is not JSON")]
    [InlineData("""{"apiKey":"sk-ant-1","source":"byok"} {}""", "what is not JSON")]
    [InlineData("""{"apiKey":"sk-ant-1","apiKey":"sk-ant-2","source":"byok"}""", "what is not JSON")]
    [InlineData("""{"apiKey":"\ud800","source":"byok"}""", "what is not JSON")]
    [InlineData("null", "without the field apiKey")]
    [InlineData("\"sk-ant-1\"", "without the field apiKey")]
    [InlineData("[]", "without the field apiKey")]
    [InlineData("{}", "without the field apiKey")]
    [InlineData("""{"ApiKey":"sk-ant-1","source":"byok"}""", "without the field apiKey")]
    [InlineData("""{"apiKey":7,"source":"byok"}""", "without the field apiKey")]
    [InlineData("""{"apiKey":true,"source":"byok"}""", "without the field apiKey")]
    [InlineData("""{"apiKey":["sk-ant-1"],"source":"byok"}""", "without the field apiKey")]
    [InlineData("""{"apiKey":{"value":"sk-ant-1"},"source":"byok"}""", "without the field apiKey")]
    [InlineData("""{"apiKey":"","source":"byok"}""", "visible ASCII")]
    [InlineData("""{"apiKey":" sk-ant-1","source":"byok"}""", "visible ASCII")]
    [InlineData("""{"apiKey":"sk-ant-1\r\nX-Evil: 1","source":"byok"}""", "visible ASCII")]
    [InlineData("""{"apiKey":"sk-ant-1\n","source":"byok"}""", "visible ASCII")]
    [InlineData("""{"apiKey":"sk-ant-1\u0000","source":"byok"}""", "visible ASCII")]
    [InlineData("""{"apiKey":"sk-änt-1","source":"byok"}""", "visible ASCII")]
    [InlineData("""{"apiKey":"sk-ant-1"}""", "not with the source byok")]
    [InlineData("""{"apiKey":"sk-ant-1","source":null}""", "not with the source byok")]
    [InlineData("""{"apiKey":"sk-ant-1","source":7}""", "not with the source byok")]
    [InlineData("""{"apiKey":"sk-ant-1","source":"platform"}""", "not with the source byok")]
    [InlineData("""{"apiKey":"sk-ant-1","source":"BYOK"}""", "not with the source byok")]
    public void Everything_else_is_the_platforms_key_and_a_fault_that_does_not_quote_the_answer(string reply, string fault)
    {
        var answer = Read(reply);

        answer.ApiKey.Should().BeNull();
        answer.Fault.Should().Contain(fault).And.NotContain("sk-");
    }

    [Fact]
    public void A_key_may_have_as_many_characters_as_a_header_surely_takes()
    {
        Read($$"""{"apiKey":"{{new string('k', 1_024)}}","source":"byok"}""").ApiKey.Should().HaveLength(1_024);
        Read($$"""{"apiKey":"{{new string('k', 1_025)}}","source":"byok"}""").Fault.Should().Contain("1 to 1024");
    }

    [Fact]
    public void No_text_of_an_answer_shows_the_key() =>
        Read("""{"apiKey":"sk-ant-1","source":"byok"}""").ToString().Should().NotContain("sk-");

    private static CredentialAnswer Read(string reply) => CredentialReply.Read(Encoding.UTF8.GetBytes(reply));
}
