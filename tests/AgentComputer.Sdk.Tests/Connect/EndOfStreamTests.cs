using System.Buffers;
using System.Text;
using Shared.Connect;

namespace AgentComputer.Sdk.Tests.Connect;

public sealed class EndOfStreamTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"error":null,"metadata":{"x":["1"]}}""")]
    [InlineData("""{"metadata":null,"later":[1]}""")]
    public void A_stream_without_an_error_has_succeeded(string json) => Read(json).Error.Should().BeNull();

    [Theory]
    [InlineData("""{"error":{"code":"not_found","message":"no process 7"}}""", "not_found", "no process 7")]
    [InlineData("""{"error":{"code":"deadline_exceeded","message":"late","details":[{"type":"a.B","value":"AA"}]}}""", "deadline_exceeded", "late")]
    [InlineData("""{"error":{"message":"no code"}}""", "unknown", "no code")]
    [InlineData("""{"error":{"code":"sometimes","message":"x"}}""", "unknown", "x")]
    [InlineData("""{"error":{"code":5,"message":7}}""", "unknown", "")]
    [InlineData("""{"error":{}}""", "unknown", "")]
    public void An_error_has_a_code_whatever_the_service_says(string json, string code, string message) =>
        Read(json).Error.Should().Be(new ConnectError(code, message));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"error":"failed"}""")]
    [InlineData("{}{}")]
    public void What_is_no_end_is_never_a_success(string payload)
    {
        var read = () => Read(payload);

        read.Should().Throw<BadMessageException>().WithMessage("The last frame of the stream is not the JSON of an end*");
    }

    [Fact]
    public void Metadata_is_found_by_its_name_in_any_case() =>
        Read("""{"metadata":{"X-Request-Id":["r1"],"many":["a","b"],"odd":"x"}}""").Metadata
            .Should().ContainKey("x-request-id").WhoseValue.Should().Equal("r1");

    [Fact]
    public void An_end_is_written_as_it_is_read()
    {
        var end = new EndOfStream(new ConnectError("aborted", "it is \"gone\"")) { Metadata = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["1", "2"] } };

        Written(end).Should().Be("""{"error":{"code":"aborted","message":"it is \"gone\""},"metadata":{"a":["1","2"]}}""");
        Written(EndOfStream.Success).Should().Be("{}");
    }

    private static EndOfStream Read(string json) => EndOfStream.Read(Encoding.UTF8.GetBytes(json));

    private static string Written(EndOfStream end)
    {
        var written = new ArrayBufferWriter<byte>();
        end.Write(written);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }
}
