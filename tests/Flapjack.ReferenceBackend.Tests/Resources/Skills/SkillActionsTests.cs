using System.Net;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Resources.Skills;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>Agents call the operations of the OpenAPI documents that are attached to them.</summary>
public sealed class SkillActionsTests : IDisposable
{
    private const string Orders = """
        {
          "openapi": "3.0.3",
          "info": { "title": "Orders", "version": "1" },
          "servers": [{ "url": "{server}" }],
          "paths": {
            "/orders/{orderId}": {
              "parameters": [{ "$ref": "#/components/parameters/OrderId" }],
              "get": {
                "operationId": "getOrder",
                "summary": "Reads\nan order.",
                "parameters": [{ "name": "fields", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } }, { "name": "X-Trace", "in": "header" }]
              },
              "put": {
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Order" } } } }
              }
            }
          },
          "components": {
            "parameters": { "OrderId": { "name": "orderId", "in": "path", "required": true, "description": "The order.", "schema": { "type": "string" } } },
            "schemas": {
              "Order": { "type": "object", "properties": { "lines": { "type": "array", "items": { "$ref": "#/components/schemas/Line" } }, "next": { "$ref": "#/components/schemas/Order" } } },
              "Line": { "type": "object" },
              "Unused": { "type": "string" }
            }
          }
        }
        """;

    private readonly SkillWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Each_operation_is_a_tool_with_the_schema_of_its_arguments()
    {
        Attach(Orders.Replace("{server}", "https://acme.dev/v1"));

        var offer = await OfferAsync();

        offer.Faults.Should().BeEmpty();
        offer.Tools.Select(tool => (tool.Name, tool.Description)).Should().Equal(
            ("shop__getOrder", "Reads an order."), (ToolName.Of("shop", "__", "put_/orders/{orderId}"), "PUT /orders/{orderId}"));
        offer.Tools[0].Parameters.GetRawText().Should().Be(
            """{"type":"object","properties":{"fields":{"type":"array","items":{"type":"string"}},"orderId":{"type":"string","description":"The order."}},"required":["orderId"]}""");
        offer.Tools[1].Parameters.GetRawText().Should().Be(
            """{"type":"object","properties":{"orderId":{"type":"string","description":"The order."},"body":{"$ref":"#/$defs/Order"}},"required":["orderId","body"],"$defs":{"Order":{"type":"object","properties":{"lines":{"type":"array","items":{"$ref":"#/$defs/Line"}},"next":{"$ref":"#/$defs/Order"}}},"Line":{"type":"object"}}}""");
    }

    [Fact]
    public async Task A_call_is_a_request_with_the_credential_of_the_attachment()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) => context.Response.WriteAsJsonAsync(new { path = context.Request.Path + context.Request.QueryString.Value }));
        Attach(Orders.Replace("{server}", server.Url("/v1/").ToString()), "\"sk-1\"");
        var offer = await OfferAsync();

        (await offer.ResultAsync("shop__getOrder", """{"orderId":"a/b ?#é","fields":["x&y",1,true],"unknown":1}"""))
            .Should().Be("""{"path":"/v1/orders/a%2Fb%20%3F%23%C3%A9?fields=x%26y&fields=1&fields=true"}""");
        await offer.ResultAsync(offer.Tools[1].Name, """{"orderId":7,"body":{"lines":[{}]}}""");

        var (get, put) = (await server.NextAsync(), await server.NextAsync());
        (get.Method, get.Headers["Authorization"], get.Text).Should().Be(("GET", "Bearer sk-1", ""));
        (put.Method, put.Path, put.Headers["Content-Type"], put.Text).Should().Be(("PUT", "/v1/orders/7", "application/json", """{"lines":[{}]}"""));
    }

    [Theory]
    [InlineData("{}", "The argument orderId is required.")]
    [InlineData("""{"orderId":null}""", "The argument orderId must be a text that is not empty, a number, true or false.")]
    [InlineData("""{"orderId":""}""", "The argument orderId must be a text that is not empty, a number, true or false.")]
    [InlineData("""{"orderId":"\ud800"}""", "The argument orderId must be a text that is not empty, a number, true or false.")]
    [InlineData("""{"orderId":{"a":1}}""", "The argument orderId must be a text that is not empty, a number, true or false.")]
    [InlineData("""{"orderId":".."}""", "An argument of the path must not be . or .. alone.")]
    [InlineData("""{"orderId":"1","fields":[[]]}""", "The argument fields must be a text, a number, true or false, or a list of them.")]
    public async Task Wrong_arguments_are_told_and_nothing_is_sent(string arguments, string error)
    {
        await using var server = await WebhookReceiver.StartAsync();
        Attach(Orders.Replace("{server}", server.Url("/").ToString()));

        (await (await OfferAsync()).ErrorAsync("shop__getOrder", arguments)).Should().Be($"{error} Correct the arguments and call shop__getOrder again.");
        server.Received.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_refuses_or_is_private_is_an_outcome_without_the_token()
    {
        await using var server = await WebhookReceiver.StartAsync(403);
        Attach(Orders.Replace("{server}", server.Url("/").ToString()), "\"sk-1\"");
        Attach(Orders.Replace("{server}", "https://10.0.0.1"), "\"sk-1\"", "Inner");
        var offer = await OfferAsync();

        (await offer.ErrorAsync("shop__getOrder", """{"orderId":"1"}""")).Should().Contain("answered with the HTTP status 403").And.NotContain("sk-1");
        (await offer.ErrorAsync("inner__getOrder", """{"orderId":"1"}""")).Should().Contain("not on the public internet");
    }

    [Theory]
    [InlineData("http://acme.dev")]
    [InlineData("file:///etc")]
    [InlineData("https://user:s3cret@acme.dev")]
    [InlineData("https://{region}.acme.dev")]
    [InlineData("/v1")]
    public async Task A_document_without_an_address_that_may_be_called_brings_no_tools(string url)
    {
        Attach(Orders.Replace("{server}", url));

        var offer = await OfferAsync();

        offer.Tools.Should().BeEmpty();
        offer.Faults.Should().Equal(new ToolFault("tool", "Shop", "The first server of the OpenAPI document has no https address, so its operations can't be called."));
    }

    [Fact]
    public async Task A_server_can_be_relative_to_the_address_of_the_document()
    {
        Attach(Orders.Replace("{server}", "/v1"), url: "https://acme.dev/openapi.json");

        (await OfferAsync()).Tools.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("""{"parameters":[{"name":"X","in":"header","required":true}]}""", "it needs the parameter 'X', which stands neither in the path nor in the query")]
    [InlineData("""{"parameters":[{"name":"filter[x]","in":"query"}]}""", "models accept no argument of the name 'filter[x]'")]
    [InlineData("""{"parameters":[{"in":"query"}]}""", "models accept no argument of the name ''")]
    [InlineData("""{"parameters":[{"name":"body","in":"query"}],"requestBody":{"content":{"application/json":{}}}}""", "it has two arguments of the name 'body'")]
    [InlineData("""{"requestBody":{"required":true,"content":{"multipart/form-data":{}}}}""", "its body is not JSON")]
    [InlineData("""{"parameters":[{"name":"x","in":"query","schema":{"$ref":"https://evil.dev/schema.json"}}]}""", "its schema refers to something outside of the schemas of the document")]
    [InlineData("""{"parameters":[{"name":"x","in":"query","schema":{"$ref":7}}]}""", "its schema refers to something outside of the schemas of the document")]
    public async Task An_operation_that_can_not_be_a_tool_is_told(string operation, string fault)
    {
        Attach("""{"openapi":"3.1.0","servers":[{"url":"https://acme.dev"}],"paths":{"/x":{"post":{operation},"get":{}}}}""".Replace("{operation}", operation));

        var offer = await OfferAsync();

        offer.Tools.Should().ContainSingle();
        offer.Faults.Select(found => found.Reason).Should().Equal($"The operation POST /x is not offered: {fault}.");
    }

    [Fact]
    public async Task A_reference_into_a_schema_leads_to_the_schema_beside_the_arguments()
    {
        Attach("""
            {"openapi":"3.1.0","servers":[{"url":"https://acme.dev"}],"paths":{"/x":{"get":{"parameters":[{"name":"id","in":"query","schema":{"$ref":"#/components/schemas/Order/properties/id"}}]}}},
             "components":{"schemas":{"Order":{"type":"object","properties":{"id":{"type":"integer"}}}}}}
            """);

        var offer = await OfferAsync();

        offer.Tools.Single().Parameters.GetRawText().Should().Contain("""{"id":{"$ref":"#/$defs/Order~1properties~1id"}}""").And.Contain("\"Order/properties/id\":{\"type\":\"integer\"}");
    }

    [Fact]
    public async Task Many_aliases_of_a_large_schema_cost_the_operation_and_not_the_memory()
    {
        var aliases = Enumerable.Range(0, 190).Select(n => $"\"A{n}\":{{\"$ref\":\"#/components/schemas/Big\"}}");
        var parameters = Enumerable.Range(0, 190).Select(n => $"{{\"name\":\"p{n}\",\"in\":\"query\",\"schema\":{{\"$ref\":\"#/components/schemas/A{n}\"}}}}");
        Attach($$"""
            {"openapi":"3.1.0","servers":[{"url":"https://acme.dev"}],"paths":{"/x":{"get":{"parameters":[{{string.Join(',', parameters)}}] } } },
             "components":{"schemas":{"Big":{"type":"object","description":"{{new string('x', 200_000)}}"},{{string.Join(',', aliases)}} } } }
            """);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var offer = await OfferAsync();

        offer.Faults.Single().Reason.Should().EndWith("the schema of its arguments is too large.");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(40_000_000, "190 copies of the schema would be a multiple of that");
    }

    [Fact]
    public async Task Rubbish_in_a_document_is_left_out()
    {
        Attach("""{"openapi":"3.1.0","servers":[{"url":"https://acme.dev"}],"paths":{"no-slash":{"get":{}},"/a":7,"/b":{"get":[],"parameters":{}},"/c":{"get":{"parameters":[7,{"$ref":"#/paths/~1c/get/parameters/1"}],"requestBody":"x"}}}}""");
        Attach("not JSON", name: "Text");

        var offer = await OfferAsync();

        offer.Tools.Select(tool => tool.Description).Should().Equal("GET /c");
        offer.Faults.Select(fault => fault.Source).Should().Equal("Text");
    }

    [Fact]
    public async Task A_large_document_brings_its_first_operations()
    {
        var paths = string.Join(',', Enumerable.Range(0, 60).Select(number => $$"""  "/{{number}}":{"get":{} } """));
        Attach("""{"openapi":"3.1.0","servers":[{"url":"https://acme.dev"}],"paths":{PATHS}}""".Replace("PATHS", paths));
        var properties = string.Join(',', Enumerable.Range(0, 5_000).Select(number => $$"""  "field{{number}}":{"type":"string"} """));
        Attach(
            """{"openapi":"3.1.0","servers":[{"url":"https://acme.dev"}],"paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"schema":{"properties":{PROPERTIES}}}}}}}}}""".Replace("PROPERTIES", properties),
            name: "Wide");

        var offer = await OfferAsync();

        offer.Tools.Should().HaveCount(50);
        offer.Faults.Select(fault => fault.Reason).Should().Equal(
            "The document has 60 operations, and the agent gets the first 50 of them.", "The operation POST /x is not offered: the schema of its arguments is too large.");
    }

    [Fact]
    public async Task Two_skills_of_the_same_name_have_two_names_for_their_tools()
    {
        Attach(Orders.Replace("{server}", "https://acme.dev"));
        Attach(Orders.Replace("{server}", "https://acme.dev"));

        (await OfferAsync()).Tools.Select(tool => tool.Name).Should().HaveCount(4).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_credential_that_can_not_be_sent_costs_the_tools_of_its_skill()
    {
        Attach(Orders.Replace("{server}", "https://acme.dev"), "7");
        Attach(Orders.Replace("{server}", "https://acme.dev"), name: "Good");

        var offer = await OfferAsync();

        offer.Tools.Should().OnlyContain(tool => tool.Name.StartsWith("good__", StringComparison.Ordinal)).And.HaveCount(2);
        offer.Faults.Single().Reason.Should().StartWith("The credential of the skill's attachment can't be sent");
    }

    [Theory]
    [InlineData("openapi: 3.0.0")]
    [InlineData("""{"swagger":"2.0"}""")]
    [InlineData("[]")]
    [InlineData("""{"openapi":3}""")]
    public void What_is_no_OpenAPI_document_is_not_taken_as_the_content_of_a_skill(string content) =>
        SkillReading.Of(SkillDocument.OpenApiAction, System.Text.Encoding.UTF8.GetBytes(content)).Error.Should().StartWith("The content of the skill is no OpenAPI document of version 3 in JSON");

    private void Attach(string document, string? credential = null, string name = "Shop", string? url = null) =>
        _world.Attach(_world.Install(document, name, SkillDocument.OpenApiAction, url: url), credential: credential);

    private async Task<ToolOffer> OfferAsync() =>
        await new SkillActions(_world.Attached, new SkillRequests(Dns.GetHostAddressesAsync, allowLoopback: true, TimeProvider.System), allowLoopback: true).OfferAsync(_world.Chat, CancellationToken.None);
}
