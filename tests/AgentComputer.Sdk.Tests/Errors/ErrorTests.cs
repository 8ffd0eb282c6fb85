using System.Net;
using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Errors;

public sealed class ErrorTests : WireTest
{
    private const string Path = "/v1/computers/c1";

    public static TheoryData<int, Type> Statuses => new()
    {
        { 400, typeof(AgentComputerValidationException) },
        { 422, typeof(AgentComputerValidationException) },
        { 401, typeof(AgentComputerAuthenticationException) },
        { 403, typeof(AgentComputerPermissionException) },
        { 404, typeof(AgentComputerNotFoundException) },
        { 409, typeof(AgentComputerConflictException) },
        { 429, typeof(AgentComputerRateLimitedException) },
        { 405, typeof(AgentComputerApiException) },
        { 418, typeof(AgentComputerApiException) },
        { 500, typeof(AgentComputerApiException) },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Each_status_has_its_exception(int status, Type type)
    {
        Wire.Answers(Path, new Answer(status, """{"error":{"code":"some_code","message":"It broke."}}""").With("X-Request-Id", "r-7"));

        var failure = await Failure(ClientWith(options => options.MaxRetries = 0));

        failure.Should().BeOfType(type);
        failure.Should().BeEquivalentTo(new { StatusCode = (HttpStatusCode)status, ErrorCode = "some_code", Detail = "It broke.", RequestId = "r-7", Attempts = 1 });
        failure.Message.Should().StartWith($"GET {Path} was answered {status} some_code: It broke (request r-7).");
    }

    [Theory]
    [InlineData("""{"error":"text of the machine"}""", null, "text of the machine")]
    [InlineData("""{"error":{"message":"m"}}""", null, "m")]
    [InlineData("""{"error":{"code":"c"}}""", "c", null)]
    [InlineData("""{"error":{"code":7,"message":["m"]}}""", null, null)]
    [InlineData("""{"error":null}""", null, null)]
    [InlineData("""["error"]""", null, null)]
    [InlineData("<html>504</html>", null, null)]
    [InlineData("", null, null)]
    public async Task Every_shape_of_an_error_is_read_as_far_as_it_goes(string body, string? code, string? detail)
    {
        Wire.Answers(Path, new Answer(400, body));

        var failure = await Failure(Client);

        (failure.ErrorCode, failure.Detail, failure.StatusCode).Should().Be((code, detail, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_body_without_an_envelope_is_shown()
    {
        Wire.Answers(Path, new Answer(400, "upstream is gone", "text/plain"));

        (await Failure(Client)).Message.Should().Contain("upstream is gone");
    }

    [Theory]
    [InlineData(401, "Check the API key. It came from the option ApiKey, which was set in code.")]
    [InlineData(403, "Use a key of this workspace that may do this.")]
    [InlineData(404, "The API takes ids, not handles.")]
    [InlineData(409, "The request is in conflict with what exists already; read the current state before you send the request again.")]
    public async Task An_error_says_what_to_do_next(int status, string advice)
    {
        Wire.Answers(Path, new Answer(status, """{"error":{"code":"c","message":"m"}}"""));

        (await Failure(Client)).Message.Should().EndWith(advice);
    }

    [Fact]
    public async Task A_page_in_place_of_the_API_is_no_success()
    {
        Wire.Answers(Path, new Answer(200, "<html>Welcome</html>", "text/html"));

        var read = () => Client.GetComputerAsync("c1").Soon();

        (await read.Should().ThrowAsync<AgentComputerProtocolException>()).WithMessage("*Does the base address point at the Agent Computer API?*");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task Json_that_is_no_answer_is_no_success(string json)
    {
        Wire.Answers(Path, json);

        var read = () => Client.GetComputerAsync("c1").Soon();

        await read.Should().ThrowAsync<AgentComputerProtocolException>();
    }

    [Fact]
    public async Task An_id_that_could_lead_elsewhere_is_one_segment()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.GetComputerAsync("../../me?x=1#");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.RequestLine.Should().Be("GET /v1/computers/..%2F..%2Fme%3Fx%3D1%23 HTTP/1.1");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\ud800")]
    public void An_id_that_can_not_be_sent_is_refused_at_the_call(string id)
    {
        var call = () => { _ = Client.GetComputerAsync(id); };

        call.Should().Throw<ArgumentException>().WithParameterName("computerId");
    }

    private static async Task<AgentComputerApiException> Failure(AgentComputerClient client)
    {
        var read = () => client.GetComputerAsync("c1").Soon();

        return (await read.Should().ThrowAsync<AgentComputerApiException>()).Which;
    }
}
