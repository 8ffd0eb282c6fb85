using TestingYourApp;

var builder = WebApplication.CreateBuilder(args);
// The key and the address come from FLAPJACK_API_KEY and FLAPJACK_BASE_URL.
builder.Services.AddFlapjack();
builder.Services.AddSingleton<Workshop>();

var app = builder.Build();
app.UseMiddleware<Refusals>();
app.MapPost("/projects/{name}", (string name, Workshop workshop, CancellationToken stopping) => workshop.OpenAsync(name, stopping));
app.MapPost("/projects/{agentId}/checks", (string agentId, Check check, Workshop workshop, CancellationToken stopping) => workshop.CheckAsync(agentId, check.Script, stopping));
app.MapPost("/projects/{agentId}/lines", (string agentId, Check check, Workshop workshop, CancellationToken stopping) => workshop.FollowAsync(agentId, check.Script, stopping));
app.MapPost("/projects/{agentId}/questions", (string agentId, Question question, Workshop workshop, CancellationToken stopping) => workshop.AskAsync(agentId, question.Text, stopping));
app.Run();
