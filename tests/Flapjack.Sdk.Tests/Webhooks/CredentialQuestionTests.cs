using System.Text;

namespace Flapjack.Sdk.Tests.Webhooks;

/// <summary>What a question for a key says.</summary>
public sealed class CredentialQuestionTests
{
    [Fact]
    public void Every_field_is_read()
    {
        var question = Parse("""{"userId":"ann","orgId":"o1","provider":"anthropic","model":"claude-sonnet-4-6","later":1}""");

        question.UserId.Should().Be("ann");
        question.OrgId.Should().Be("o1");
        question.Provider.Should().Be("anthropic");
        question.Model.Should().Be("claude-sonnet-4-6");
        question.AdditionalProperties!.Keys.Should().Equal("later");
    }

    [Fact]
    public void A_user_whom_nobody_named_is_null() =>
        Parse("""{"userId":null,"orgId":"o1","provider":"openai","model":"gpt-5.4"}""").UserId.Should().BeNull();

    [Fact]
    public void A_field_of_another_type_is_lost_alone()
    {
        var question = Parse("""{"userId":{"id":7},"provider":"openai","model":null}""");

        question.UserId.Should().BeNull();
        question.Provider.Should().Be("openai");
        question.AdditionalProperties!.Keys.Should().Equal("userId");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"provider":""}""")]
    [InlineData("""{"provider":7}""")]
    [InlineData("""{"event":"agent.deleted","agentId":"a1"}""")]
    public void What_names_no_provider_is_no_question(string body) =>
        FluentActions.Invoking(() => Parse(body)).Should().Throw<FlapjackProtocolException>();

    private static CredentialQuestion Parse(string body) => CredentialQuestion.Parse(Encoding.UTF8.GetBytes(body));
}
