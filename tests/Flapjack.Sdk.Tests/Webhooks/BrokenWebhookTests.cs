using System.Text;

namespace Flapjack.Sdk.Tests.Webhooks;

public class BrokenWebhookTests
{
    [Theory]
    [InlineData("", "nothing")]
    [InlineData(" ", "white space")]
    [InlineData("\0", "a zero byte")]
    [InlineData("{", "an object that does not end")]
    [InlineData("""{"event":"agent.deleted"}}""", "a brace too many")]
    [InlineData("""{"event":"agent.deleted","agentId":"a1""", "a body that was cut off")]
    [InlineData("""{"event":"agent.deleted",}""", "a trailing comma")]
    [InlineData("""{'event':'agent.deleted'}""", "JavaScript")]
    [InlineData("""["agent.deleted"]""", "an array")]
    [InlineData("""[{"event":"agent.deleted"}]""", "an array of events")]
    [InlineData("\"agent.deleted\"", "a text")]
    [InlineData("42", "a number")]
    [InlineData("true", "a truth value")]
    [InlineData("null", "null")]
    [InlineData("{}", "no event")]
    [InlineData("""{"agentId":"a1"}""", "no event, but an agent")]
    [InlineData("""{"event":null}""", "an event that is null")]
    [InlineData("""{"event":""}""", "an event that is empty")]
    [InlineData("""{"event":7}""", "an event that is a number")]
    [InlineData("""{"event":{"name":"agent.deleted"}}""", "an event that is an object")]
    [InlineData("""{"event":"\ud800"}""", "half a character")]
    [InlineData("event=agent.deleted", "a form")]
    [InlineData("<html><body>hello</body></html>", "a page")]
    public void What_is_not_the_json_of_an_event_is_refused(string body, string because)
    {
        var parse = () => ComputerWebhookPayload.Parse(Encoding.UTF8.GetBytes(body));

        parse.Should().Throw<FlapjackProtocolException>(because).Which.Raw.Should().Be(body);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"event":7}""")]
    public void Of_json_without_an_event_the_refusal_names_the_field(string body)
    {
        var parse = () => ComputerWebhookPayload.Parse(Encoding.UTF8.GetBytes(body));

        parse.Should().Throw<FlapjackProtocolException>().WithMessage("*The field 'event' is missing, or not a text.");
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        var parse = () => ComputerWebhookPayload.Parse([.. "{\"event\":\""u8, 0xff, 0xfe, .. "\"}"u8]);

        parse.Should().Throw<FlapjackProtocolException>();
    }

    [Fact]
    public void Json_that_nests_without_end_is_refused()
    {
        var depth = 100_000;
        var body = Encoding.UTF8.GetBytes("""{"event":"agent.deleted","x":""" + new string('[', depth) + new string(']', depth) + "}");

        var parse = () => ComputerWebhookPayload.Parse(body);

        parse.Should().Throw<FlapjackProtocolException>();
    }

    [Fact]
    public void Of_a_huge_body_that_is_refused_only_the_beginning_is_kept()
    {
        var body = new byte[10 * 1024 * 1024];
        Array.Fill(body, (byte)'x');

        var parse = () => ComputerWebhookPayload.Parse(body);

        var refused = parse.Should().Throw<FlapjackProtocolException>().Which;
        refused.Raw.Should().Be(new string('x', 4_096));
        refused.Message.Length.Should().BeLessThan(500);
        refused.Message.Should().Contain("10485760 bytes");
    }

    [Fact]
    public void Whatever_byte_is_wrong_the_answer_is_an_event_or_a_refusal()
    {
        var body = """{"event":"bootstrap.failed","agentId":"a\u00e9","orgId":"o1","sandboxId":null,"computerId":"c1","exitCode":1,"occurredAt":"2026-04-13T18:55:03.456Z","x":{"y":[1,"\ud83e\udd5e"]}}"""u8.ToArray();
        var (events, refusals) = (0, 0);
        for (var index = 0; index < body.Length; index++)
        {
            // Each bit, the neighbours of ASCII, and the ends of the range.
            foreach (var wrong in Enumerable.Range(0, 8).Select(bit => (byte)(body[index] ^ (1 << bit))).Concat([(byte)0, (byte)0xff, (byte)'"', (byte)'\\', (byte)'}']))
            {
                var altered = (byte[])body.Clone();
                altered[index] = wrong;
                try
                {
                    ComputerWebhookPayload.Parse(altered).Should().NotBeNull();
                    events++;
                }
                catch (FlapjackProtocolException)
                {
                    refusals++;
                }
            }
        }

        events.Should().BePositive();
        refusals.Should().BePositive();
    }
}
