using System.Text;
using Shared.Connect;

namespace AgentComputer.Sdk.Tests.Connect;

public sealed class ConnectCodesTests
{
    [Theory]
    [InlineData("canceled", 499)]
    [InlineData("unknown", 500)]
    [InlineData("invalid_argument", 400)]
    [InlineData("deadline_exceeded", 504)]
    [InlineData("not_found", 404)]
    [InlineData("already_exists", 409)]
    [InlineData("permission_denied", 403)]
    [InlineData("resource_exhausted", 429)]
    [InlineData("failed_precondition", 400)]
    [InlineData("aborted", 409)]
    [InlineData("out_of_range", 400)]
    [InlineData("unimplemented", 501)]
    [InlineData("internal", 500)]
    [InlineData("unavailable", 503)]
    [InlineData("data_loss", 500)]
    [InlineData("unauthenticated", 401)]
    public void Every_code_has_its_status_and_is_known(string code, int status)
    {
        ConnectCodes.StatusOf(code).Should().Be(status);
        ConnectCodes.Known(code).Should().Be(code);
    }

    [Theory]
    [InlineData(400, "internal")]
    [InlineData(401, "unauthenticated")]
    [InlineData(403, "permission_denied")]
    [InlineData(404, "unimplemented")]
    [InlineData(429, "unavailable")]
    [InlineData(502, "unavailable")]
    [InlineData(503, "unavailable")]
    [InlineData(504, "unavailable")]
    [InlineData(500, "unknown")]
    [InlineData(302, "unknown")]
    [InlineData(409, "unknown")]
    public void A_status_without_an_error_of_the_protocol_has_a_code(int status, string code) => ConnectCodes.OfStatus(status).Should().Be(code);

    [Fact]
    public void The_body_of_a_refusal_is_written_and_read()
    {
        var error = new ConnectError("not_found", "no process 7");

        Encoding.UTF8.GetString(error.ToBody()).Should().Be("""{"code":"not_found","message":"no process 7"}""");
        ConnectError.OfBody(error.ToBody()).Should().Be(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"error":{"code":"not_found","message":"other envelope"}}""")]
    [InlineData("""{"code":5}""")]
    public void Another_body_is_no_error_of_the_protocol(string body) => ConnectError.OfBody(Encoding.UTF8.GetBytes(body)).Should().BeNull();
}
