using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Ports;

public sealed class PublishedPortTests : WireTest
{
    private const string All = "/v1/computers/c1/ports";

    private const string Json = """
        {"id":"p1","computer_id":"c1","port":3000,"name":"web","visibility":"public","state":"pending","public_url":"","failure_reason":null,"created_at":"2026-05-01T10:00:00Z",
         "updated_at":"2026-05-01T11:00:00Z","protocol":"http"}
        """;

    [Fact]
    public async Task Ports_are_listed()
    {
        Wire.Answers(All, $$"""{"ports":[{{Json}},{"id":"p2","port":"8080","state":"ready","visibility":null,"public_url":"https://p.test"}]}""");

        var ports = await Client.ListPublishedPortsAsync("c1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        ports[0].Should().BeEquivalentTo(new
        {
            Id = "p1",
            ComputerId = "c1",
            Port = 3000,
            Name = "web",
            Visibility = PortVisibility.Public,
            State = PublishedPortState.Pending,
            PublicUrl = "",
            FailureReason = (string?)null,
            CreatedAt = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(2026, 5, 1, 11, 0, 0, TimeSpan.Zero),
        });
        ports[0].AdditionalProperties.Should().ContainKey("protocol");
        (ports[1].Port, ports[1].State, ports[1].Visibility, ports[1].PublicUrl).Should().Be((8080, PublishedPortState.Ready, default(PortVisibility), "https://p.test"));
    }

    [Theory]
    [InlineData(true, """{"port":3000,"name":"web","visibility":"private"}""")]
    [InlineData(false, """{"port":3000}""")]
    public async Task A_port_is_published(bool says, string body)
    {
        Wire.Answers(All, new Answer(202, $$"""{"port":{{Json}},"operation":{"id":"o1","status":"running"},"quota":9}"""));

        var change = await Client.CreatePublishedPortAsync("c1", says ? new() { Port = 3000, Name = "web", Visibility = PortVisibility.Private } : new() { Port = 3000 }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, body));
        (change.Port.Id, change.Operation!.Status).Should().Be(("p1", OperationStatus.Running));
        change.AdditionalProperties.Should().ContainKey("quota");
    }

    [Fact]
    public async Task A_port_is_withdrawn_by_its_number()
    {
        Wire.Answers($"{All}/3000", new Answer(202, $$"""{"port":{{Json}}}"""));

        var change = await Client.DeletePublishedPortAsync("c1", 3000).Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("DELETE", $"{All}/3000"));
        (change.Port.Id, change.Operation).Should().Be(("p1", null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_number_that_is_no_port_is_refused(int port)
    {
        var publish = () => { _ = Client.CreatePublishedPortAsync("c1", new() { Port = port }); };
        var withdraw = () => { _ = Client.DeletePublishedPortAsync("c1", port); };

        publish.Should().Throw<ArgumentException>().WithMessage($"*1 to 65535, not {port}*").WithParameterName("request");
        withdraw.Should().Throw<ArgumentException>().WithMessage($"*1 to 65535, not {port}*").WithParameterName(nameof(port));
        Wire.Requests.Should().BeEmpty();
    }
}
