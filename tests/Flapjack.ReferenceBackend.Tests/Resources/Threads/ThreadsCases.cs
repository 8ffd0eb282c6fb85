using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Threads;

/// <summary>No route reads a thread, so <see cref="ThreadsTests"/> looks at what was written.</summary>
internal sealed class ThreadsCases : IResourceCases
{
    private const string One = "/api/threads/{threadId}";

    public IEnumerable<ThingCase> Things =>
    [
        // Only a thread of this kind takes participants.
        new("threadId", world => world.CreateAsync("POST /api/threads", """{"agentId":"{agentId}","kind":"multiplayer"}""")),
        new("turnId", async world => Frames.TurnId(await world.SendAsync("POST " + One + "/messages", """{"content":"Hi"}"""))),
    ];

    public IEnumerable<WriteCase> Writes =>
    [
        new(
            "POST /api/threads",
            """
            {"agentId":"{agentId}","title":"Order 123","kind":"multiplayer","resourceBindings":[{"type":"order"}],"activeProfile":"shop",
            "systemPromptOverlay":["Be short.","Be kind."]}
            """)
        {
            Status = 200,
        },
        new("PATCH " + One, """{"title":"New","activeProfile":"shop","systemPromptOverlay":"Be short."}"""),
        new("POST " + One + "/participants", """{"userId":"u1"}""")
        {
            Read = "GET " + One + "/participants",
            Pick = (participants, added) => participants.EnumerateArray().Single(participant => participant.GetProperty("user_id").ValueEquals(added.GetProperty("user_id").GetString())),
            Status = 201,
        },
        new("DELETE " + One + "/participants", """{"userId":"u1"}""") { Prepare = world => world.SendAsync("POST " + One + "/participants", """{"userId":"u1"}"""), Status = 204 },
        // The body may have any field, and the route asks for none by its name.
        new("PUT " + One + "/computer", """{"any":{"thing":[1.50,null,"x"]}}""") { Read = "GET " + One + "/computer" },
        // The answer is a stream of events, and no route shows the message.
        new(
            "POST " + One + "/messages",
            """
            {"content":"Hi","tools":[{"name":"t","description":"d","parameters":{}}],"toolResults":[],"modelOverride":"gpt-5.4-mini","webOverrides":{},
            "memoryOverrides":{},"planOverrides":{},"computerOverrides":{},"resourceBindings":[{"type":"order"}],
            "anthropicOverrides":{"fallbackModels":["claude-haiku-4-5"]},"openaiOverrides":{"disabled":true},"senderId":"u1"}
            """)
        {
            Status = 200,
        },
    ];
}
