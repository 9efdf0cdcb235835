// Logs in; the answer's cookie does the rest.

import { $, change, notice } from "./common.js";

$("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    notice();
    await change("/login", { password: $("password").value });
    location.assign("/");
  } catch (error) {
    notice(error.message);
    $("password").select();
  }
});
